using System.Numerics;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// Tokens that were found valid, for the whole node: the second use of a token costs a keyed hash and a look-up. Only valid tokens
/// get in, so nobody without one can push others out. Bounded in count and bytes; entries end at <c>exp</c>, with their keys or with their
/// plugin instance (<see cref="TokenScope"/>).
/// </summary>
/// <remarks>
/// A table of small rows. Entries are immutable but for a mark of use, and change places only by compare-and-swap: readers take no
/// lock and allocate nothing. What does not fit replaces an entry of its row that is over or was not used of late, but only when it
/// comes for the second time: tokens that come once push out nothing, and live no longer than their request.
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
    private readonly FirstSights _firstSights;
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
        _firstSights = new FirstSights(_capacity);
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
                if (entry.IsOver(Moment.Of(time)))
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

    /// <summary>Keeps a token under a key, unless it is over already, or there is no room and it comes for the first time.</summary>
    public void Add(in TokenKey key, VerifiedToken token, TimeProvider time)
    {
        var now = Moment.Of(time);
        long left = (long)MaximumAge.TotalMilliseconds;
        left = token.ExpiresAt is { } end ? Math.Min(left, end.ToUnixTimeMilliseconds() - now.UnixMilliseconds) : left;
        if (left <= 0 || key.Generation != key.Scope.Generation)
        {
            return;
        }

        var table = Table();
        var row = Row(table, key.Bucket);
        int bytes = CachedToken.BytesOf(token);
        int place = FindFree(row, in key, in now);
        if ((place < 0 || Bytes + bytes > _maximumBytes) && !(_firstSights.IsRepeated(key.Bucket) && MakeRoom(table, bytes)))
        {
            return;
        }

        var entry = new CachedToken(key, token, new Moment(now.Timestamp + left * time.TimestampFrequency / 1000, now.UnixMilliseconds + left));
        ref var slot = ref row[place >= 0 ? place : FindIdle(row)];
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

    /// <summary>A place that costs nobody anything: the token's own, one that is empty, one whose entry is over; −1 = none.</summary>
    private static int FindFree(Span<CachedToken?> row, in TokenKey key, in Moment now)
    {
        int free = -1;
        for (int i = 0; i < row.Length; i++)
        {
            var entry = Volatile.Read(ref row[i]);
            if (entry is not null && entry.Is(in key))
            {
                return i;
            }

            if (entry is null || (free < 0 && entry.IsOver(in now)))
            {
                free = i;
            }
        }

        return free;
    }

    /// <summary>The place of an entry that was not used of late, or else of any.</summary>
    private int FindIdle(Span<CachedToken?> row)
    {
        // A second chance for each that was used, beginning at another one each time.
        int start = (int)(Interlocked.Increment(ref _hand) % Ways);
        for (int i = 0; i < row.Length; i++)
        {
            int at = (start + i) % Ways;
            if (Volatile.Read(ref row[at])?.TakeUsed() != true)
            {
                return at;
            }
        }

        return start;
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
