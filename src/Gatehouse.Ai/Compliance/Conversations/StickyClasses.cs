using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gatehouse.Ai.Compliance.Conversations;

/// <summary>
/// Remembers which conversations carry protected classes, so that a later turn that does not repeat the data stays where the earlier
/// ones had to be. Keys are HMAC-SHA-256 of tenant and identity under a key of this process; no text is kept.
/// </summary>
/// <param name="clock">Monotonic clock.</param>
/// <param name="lifetime">How long after its last protected turn a conversation stays protected.</param>
/// <param name="capacity">Conversations kept at most; of more, those that expire first are forgotten and counted.</param>
internal sealed class StickyClasses(TimeProvider clock, TimeSpan lifetime, int capacity = 65536)
{
    private const int MaxIdentityBytes = 64 * 1024;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, StickyEntry> _entries = new();
    private long _forgotten;
    private int _sweeping;

    /// <summary>Conversations kept.</summary>
    public int Count => _entries.Count;

    /// <summary>Conversations forgotten before their time because there were too many.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    /// <summary>Key of a conversation that the client names (a conversation or session id, previous_response_id).</summary>
    public ConversationKey KeyOf(string tenant, ReadOnlySpan<char> conversationId) => Hash('i', tenant, conversationId, default);

    /// <summary>Key of a conversation that is known by its beginning: system instructions and first user message, as sent with every turn.</summary>
    public ConversationKey KeyOf(string tenant, ReadOnlySpan<char> system, ReadOnlySpan<char> firstUserMessage) => Hash('p', tenant, system, firstUserMessage);

    /// <summary>What the conversation carries, empty when it is unknown or expired. A class that the catalogue no longer has counts as the protected one.</summary>
    public CarriedClasses Recall(ConversationKey key, CompliancePolicy policy)
    {
        if (!_entries.TryGetValue(key.Value, out var entry) || clock.GetTimestamp() >= entry.ExpiresAt)
        {
            return default;
        }

        return new CarriedClasses(Resolve(entry.Classes, policy), Resolve(entry.Unredactable, policy));
    }

    /// <summary>Keeps what the policy does not allow everywhere of a classification; nothing when there is nothing of it.</summary>
    public void Remember(ConversationKey key, DataClassification classification, CompliancePolicy policy)
    {
        var classes = Names(classification.Classes, policy);
        if (classes.Length == 0)
        {
            return;
        }

        var entry = new StickyEntry(classes, Names(classification.Unredactable, policy), clock.GetTimestamp() + (long)(lifetime.TotalSeconds * clock.TimestampFrequency));
        // The classification holds what was carried into it, so the newer entry never says less.
        _entries[key.Value] = entry;
        if (_entries.Count > capacity && Interlocked.CompareExchange(ref _sweeping, 1, 0) == 0)
        {
            Sweep();
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private static DataClassSet Resolve(string[] names, CompliancePolicy policy)
    {
        var set = default(DataClassSet);
        foreach (var name in names)
        {
            set = set.With(policy.Classes.TryGet(name, out var dataClass) ? dataClass : policy.ProtectedClass);
        }

        return set;
    }

    private static string[] Names(DataClassSet set, CompliancePolicy policy) =>
        [.. policy.Classes.All.Where(c => set.Contains(c) && policy.ActionOf(c) != PolicyAction.Allow).Select(c => c.Name)];

    private void Sweep()
    {
        var now = clock.GetTimestamp();
        foreach (var (key, entry) in _entries)
        {
            if (now >= entry.ExpiresAt)
            {
                _entries.TryRemove(key, out _);
            }
        }

        // A sixteenth more than necessary, so that a full table is not sorted with every turn.
        var excess = _entries.Count - capacity;
        if (excess > 0)
        {
            foreach (var (key, _) in _entries.OrderBy(e => e.Value.ExpiresAt).Take(excess + capacity / 16).ToArray())
            {
                _entries.TryRemove(key, out _);
                Interlocked.Increment(ref _forgotten);
            }
        }
    }

    private ConversationKey Hash(char form, string tenant, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        // Lengths in front keep ("ab", "c") and ("a", "bc") apart.
        Span<int> lengths = [form, tenant.Length, first.Length, second.Length];
        hmac.AppendData(MemoryMarshal.AsBytes(lengths));
        Append(hmac, tenant);
        Append(hmac, first);
        Append(hmac, second);
        Span<byte> hash = stackalloc byte[32];
        hmac.GetHashAndReset(hash);
        return new ConversationKey(MemoryMarshal.Read<UInt128>(hash));
    }

    private static void Append(IncrementalHash hmac, ReadOnlySpan<char> text)
    {
        var bytes = MemoryMarshal.AsBytes(text);
        hmac.AppendData(bytes.Length > MaxIdentityBytes ? bytes[..MaxIdentityBytes] : bytes);
    }
}
