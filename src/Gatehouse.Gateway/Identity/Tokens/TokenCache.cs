using System.Numerics;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// Tokens that were found valid, for the whole node: the second use of a token costs its SHA-256 and a look-up. Only valid tokens get
/// in, so nobody without one can push others out. Bounded in count and bytes; entries end at <c>exp</c>, with their keys or with their
/// plugin instance (<see cref="TokenScope"/>).
/// </summary>
/// <remarks>
/// A table of small rows. Entries are immutable but for a mark of use, and change places only by compare-and-swap: readers take no
/// lock and allocate nothing. What does not fit replaces an entry of its row that is over or was not used of late.
/// </remarks>
internal sealed class TokenCache
{
    /// <summary>Default number of entries: 65,536.</summary>
    public const int DefaultCapacity = 65_536;

    /// <summary>Default bytes of all entries together: 64 MiB.</summary>
    public const long DefaultMaximumBytes = 64 * 1024 * 1024;

    /// <summary>Longest time any entry is used, also one without <c>exp</c>: an hour.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromHours(1);

    private const int Ways = 8;

    // How many places one insertion looks at to make room; what then does not fit is not kept.
    private const int Sweep = 256;

    private readonly int _capacity;
    private readonly long _maximumBytes;
    private CachedToken?[]? _table;
    private long _bytes;
    private int _count;
    private uint _hand;
    private int _scopes;

    /// <param name="capacity">Most entries; rounded up to a power of two, at least 8.</param>
    /// <param name="maximumBytes">Most bytes of all entries, about.</param>
    public TokenCache(int capacity = DefaultCapacity, long maximumBytes = DefaultMaximumBytes)
    {
        _capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Ways, capacity));
        _maximumBytes = maximumBytes;
    }

    /// <summary>Number of entries.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of all entries, about.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Verifications that are under way.</summary>
    public TokenFlights Flights { get; } = new();

    /// <summary>Begins a plugin instance's part of the cache. It sees nothing of anybody else's.</summary>
    public TokenScope Open(TimeProvider time) => new(this, time, Interlocked.Increment(ref _scopes));

    /// <summary>The token of that key, or null.</summary>
    public VerifiedToken? Find(in TokenKey key, TimeProvider time)
    {
        if (Volatile.Read(ref _table) is not { } table)
        {
            return null;
        }

        foreach (ref var slot in Row(table, key.Bucket))
        {
            if (Volatile.Read(ref slot) is { } entry && entry.Is(in key))
            {
                if (entry.IsOver(time))
                {
                    Remove(ref slot, entry);
                    return null;
                }

                entry.NoteUse();
                return entry.Token;
            }
        }

        return null;
    }

    /// <summary>Keeps a token under a key, unless it is over already or there is no room.</summary>
    public void Add(in TokenKey key, VerifiedToken token, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var left = token.ExpiresAt is { } end && end - now < MaximumAge ? end - now : MaximumAge;
        if (left <= TimeSpan.Zero || key.Generation != key.Scope.Generation)
        {
            return;
        }

        long deadline = time.GetTimestamp() + (long)(left.TotalSeconds * time.TimestampFrequency);
        var entry = new CachedToken(key, token, deadline, (now + left).ToUnixTimeMilliseconds());
        var table = Table();
        if (!MakeRoom(table, entry.Bytes))
        {
            return;
        }

        ref var slot = ref Choose(Row(table, key.Bucket), in key, time);
        var previous = Volatile.Read(ref slot);
        if (Interlocked.CompareExchange(ref slot, entry, previous) == previous)
        {
            Account(previous, -1);
            Account(entry, 1);
            if (key.Generation != key.Scope.Generation)
            {
                // The scope ended meanwhile, and may have walked past this place.
                Remove(ref slot, entry);
            }
        }
    }

    /// <summary>Forgets the entries of a scope. Walks the whole table: for the end of a plugin instance.</summary>
    public void Drop(TokenScope scope)
    {
        foreach (ref var slot in Volatile.Read(ref _table).AsSpan())
        {
            if (Volatile.Read(ref slot) is { } entry && ReferenceEquals(entry.Scope, scope))
            {
                Remove(ref slot, entry);
            }
        }
    }

    private CachedToken?[] Table()
    {
        if (Volatile.Read(ref _table) is { } table)
        {
            return table;
        }

        var made = new CachedToken?[_capacity];
        return Interlocked.CompareExchange(ref _table, made, null) ?? made;
    }

    private static Span<CachedToken?> Row(CachedToken?[] table, uint bucket)
        => table.AsSpan((int)(bucket & (uint)(table.Length / Ways - 1)) * Ways, Ways);

    /// <summary>The place for a new entry: its own, a free one, one that is over, one not used of late, any.</summary>
    private ref CachedToken? Choose(Span<CachedToken?> row, in TokenKey key, TimeProvider time)
    {
        int free = -1, idle = -1;
        for (int i = 0; i < row.Length; i++)
        {
            var entry = Volatile.Read(ref row[i]);
            if (entry is not null && entry.Is(in key))
            {
                return ref row[i];
            }

            if (entry is null || (free < 0 && entry.IsOver(time)))
            {
                free = i;
            }
        }

        if (free >= 0)
        {
            return ref row[free];
        }

        // A second chance for each that was used, beginning at another one each time.
        int start = (int)(Interlocked.Increment(ref _hand) % Ways);
        for (int i = 0; i < row.Length && idle < 0; i++)
        {
            int at = (start + i) % Ways;
            idle = Volatile.Read(ref row[at])?.TakeUsed() == true ? -1 : at;
        }

        return ref row[idle >= 0 ? idle : start];
    }

    private bool MakeRoom(CachedToken?[] table, int bytes)
    {
        for (int i = 0; i < Sweep && Bytes + bytes > _maximumBytes; i++)
        {
            ref var slot = ref table[Interlocked.Increment(ref _hand) & (uint)(table.Length - 1)];

            // What is in use gets a second chance here too, for half of the way.
            if (Volatile.Read(ref slot) is { } entry && (i >= Sweep / 2 || !entry.TakeUsed()))
            {
                Remove(ref slot, entry);
            }
        }

        return Bytes + bytes <= _maximumBytes;
    }

    private void Remove(ref CachedToken? slot, CachedToken entry)
    {
        if (Interlocked.CompareExchange(ref slot, null, entry) == entry)
        {
            Account(entry, -1);
        }
    }

    private void Account(CachedToken? entry, int sign)
    {
        if (entry is not null)
        {
            Interlocked.Add(ref _count, sign);
            Interlocked.Add(ref _bytes, sign * entry.Bytes);
            entry.Scope.CountKept(sign);
        }
    }
}
