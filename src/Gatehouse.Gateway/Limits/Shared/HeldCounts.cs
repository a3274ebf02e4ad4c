using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>
/// What this node holds of the concurrency counters of a server: what is in flight, and up to <see cref="Most"/> that nobody holds any more,
/// so that counters in use are not made anew for each request and a crowd of identities does not fill memory. Rules of equal
/// <see cref="LimitRule.Id"/> are one, whichever snapshot they are of.
/// </summary>
internal sealed class HeldCounts
{
    /// <summary>Counts from which on those that nobody holds are forgotten at once.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<UInt128, HeldCount> _counts = new();
    private readonly string _node = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private int _kept;

    /// <summary>Counts kept.</summary>
    public int Kept => Volatile.Read(ref _kept);

    /// <summary>A command is made up: the name to use and what to add to the server's count besides.</summary>
    public HeldWord Say(LimitRule rule, UInt128 key, long now)
    {
        HeldWord word;
        while (!Of(rule, key).TrySay(now, out word))
        {
        }

        return word;
    }

    /// <summary>Units are given back; the server is told next.</summary>
    public void Give(LimitRule rule, UInt128 key, long units)
    {
        while (!Of(rule, key).TryGive(units))
        {
        }
    }

    /// <inheritdoc cref="HeldCount.TrySettle"/>
    public void Settle(LimitRule rule, UInt128 key, RedisFailure failure, HeldWord word, long taken)
    {
        HeldCount count;
        do
        {
            count = Of(rule, key);
        }
        while (!count.TrySettle(failure, word, taken));

        if (Kept > Most && count.TryRetire())
        {
            Remove(count);
        }
    }

    /// <summary>The name under which the server knows this node.</summary>
    public int WriteField(Span<byte> field, int name)
        => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_node}.{name}"), field);

    /// <summary>Counters that the server must hear of again, and those that can be forgotten are.</summary>
    public IEnumerable<(LimitRule Rule, UInt128 Key)> Due(long now, long pause)
    {
        foreach (var (_, count) in _counts)
        {
            if (count.NeedsWord(now, pause))
            {
                yield return (count.Rule, count.Key);
            }
            else if (count.TryRetireUnsaid(now - (6 * pause)))
            {
                Remove(count);
            }
        }
    }

    private static UInt128 IdOf(LimitRule rule, UInt128 key) => key ^ rule.Salt;

    /// <summary>The count of a key; made when there is none.</summary>
    private HeldCount Of(LimitRule rule, UInt128 key)
    {
        var id = IdOf(rule, key);
        while (true)
        {
            if (_counts.TryGetValue(id, out var known))
            {
                return known;
            }

            var made = new HeldCount(rule, key);
            if (_counts.TryAdd(id, made))
            {
                Interlocked.Increment(ref _kept);
                return made;
            }
        }
    }

    private void Remove(HeldCount count)
    {
        if (_counts.TryRemove(KeyValuePair.Create(IdOf(count.Rule, count.Key), count)))
        {
            Interlocked.Decrement(ref _kept);
        }
    }
}
