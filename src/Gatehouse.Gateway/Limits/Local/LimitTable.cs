using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Limits.Local;

/// <summary>
/// A fixed number of cells in sets of eight. A key has one set, by a secret hash, and any cell in it. Finding a key reads its set and
/// takes no lock. Giving a cell to a new key is done by one thread at a time in a set: two would make two counters of one key.
/// </summary>
internal sealed class LimitTable
{
    private const int SetSize = 8;

    /// <summary>A new cell is not taken away again before its first unit is in it.</summary>
    private const long Grace = 1_000_000;

    private readonly LimitCell[] _cells;
    private readonly int[] _gates;
    private readonly ulong _secret0, _secret1;
    private readonly long _logBudget;
    private long[]?[]? _logs;
    private long _logBytes;
    private long _evictions;

    public LimitTable(LocalLimitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cells, SetSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(System.Numerics.BitOperations.IsPow2(options.Cells), true);
        _cells = new LimitCell[options.Cells];
        _gates = new int[options.Cells / SetSize];
        _logBudget = options.LogBytes;
        Span<byte> secret = stackalloc byte[16];
        RandomNumberGenerator.Fill(secret);
        _secret0 = BitConverter.ToUInt64(secret);
        _secret1 = BitConverter.ToUInt64(secret[8..]);
    }

    /// <summary>Number of cells.</summary>
    public int Length => _cells.Length;

    /// <summary>Counters that were given away although they still counted: what they had counted is forgotten.</summary>
    public long Evictions => Volatile.Read(ref _evictions);

    /// <summary>Bytes of logs of sliding windows.</summary>
    public long LogBytes => Volatile.Read(ref _logBytes);

    /// <summary>A cell.</summary>
    public ref LimitCell this[int index] => ref _cells[index];

    /// <summary>Whether the place is still the key's.</summary>
    public bool IsCurrent(LimitPlace place) => Volatile.Read(ref _cells[place.Index].Version) == place.Version;

    /// <summary>Finds a key's cell.</summary>
    public LimitPlace Find(UInt128 key) => FindIn(SetOf(key), key);

    /// <summary>Finds a key's cell or gives it one: an unused one, else one that counts nothing any more, else the one that will first.</summary>
    public LimitPlace Acquire(UInt128 key, int tag, LimitClock clock)
    {
        int set = SetOf(key);
        var place = FindIn(set, key);
        return place.Exists ? place : Add(set, key, tag, clock.Now);
    }

    /// <summary>The log of a sliding window; null = its times are in the cell.</summary>
    public long[]? LogOf(int index) => Volatile.Read(ref _logs) is { } logs ? Volatile.Read(ref logs[index]) : null;

    /// <summary>Replaces the log of a cell; only within <see cref="Enter"/>. The caller has reserved its memory.</summary>
    public void SetLog(int index, long[] log)
    {
        var logs = Volatile.Read(ref _logs) ?? Interlocked.CompareExchange(ref _logs, new long[]?[_cells.Length], null) ?? _logs!;
        Volatile.Write(ref logs[index], log);
    }

    /// <summary>Reserves memory for a log of <paramref name="length"/> times in place of one of <paramref name="previous"/>.</summary>
    public bool TryReserveLog(int previous, int length)
    {
        long delta = LogSize(length) - LogSize(previous);
        if (Interlocked.Add(ref _logBytes, delta) <= _logBudget)
        {
            return true;
        }

        Interlocked.Add(ref _logBytes, -delta);
        return false;
    }

    /// <summary>Gives memory back that was reserved for nothing.</summary>
    public void CancelReservation(int previous, int length) => Interlocked.Add(ref _logBytes, LogSize(previous) - LogSize(length));

    /// <summary>Keeps others from giving cells of this cell's set away. Only for a few hundred instructions; leave it again.</summary>
    public void Enter(int index)
    {
        ref int gate = ref _gates[index / SetSize];
        var spin = default(SpinWait);
        while (Volatile.Read(ref gate) != 0 || Interlocked.CompareExchange(ref gate, 1, 0) != 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Ends <see cref="Enter"/>.</summary>
    public void Leave(int index) => Volatile.Write(ref _gates[index / SetSize], 0);

    /// <summary>Forgets a key's counter; false when the place is no longer its own.</summary>
    public bool Remove(LimitPlace place)
    {
        Enter(place.Index);
        bool isCurrent = IsCurrent(place);
        if (isCurrent)
        {
            Write(place.Index, default, 0, expiry: 0);
        }

        Leave(place.Index);
        return isCurrent;
    }

    /// <summary>Reads whose cell it is; false when it is nobody's or just changing hands.</summary>
    public bool TryReadOwner(int index, out UInt128 key, out int tag, out LimitPlace place)
    {
        ref var cell = ref _cells[index];
        int version = Volatile.Read(ref cell.Version);
        key = new UInt128(Volatile.Read(ref cell.KeyHigh), Volatile.Read(ref cell.KeyLow));
        tag = Volatile.Read(ref cell.Tag);
        place = new LimitPlace(index, version);
        return version != 0 && (version & 1) == 0 && IsCurrent(place);
    }

    private static long LogSize(int length) => length == 0 ? 0 : (length * sizeof(long)) + 24;

    private int SetOf(UInt128 key)
    {
        // A key is a keyed hash already, but one that nodes share may be known outside; the secret is this table's own.
        ulong high = Math.BigMul((ulong)key ^ _secret0, (ulong)(key >> 64) ^ _secret1, out ulong low);
        return (int)((high ^ low) & (ulong)(_gates.Length - 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LimitPlace FindIn(int set, UInt128 key)
    {
        ulong low = (ulong)key, high = (ulong)(key >> 64);
        var cells = _cells.AsSpan(set * SetSize, SetSize);
        for (int i = 0; i < cells.Length; i++)
        {
            ref var cell = ref cells[i];
            if (Volatile.Read(ref cell.KeyLow) != low)
            {
                continue;
            }

            int version = Volatile.Read(ref cell.Version);
            if (version != 0 && (version & 1) == 0
                && Volatile.Read(ref cell.KeyLow) == low && Volatile.Read(ref cell.KeyHigh) == high
                && Volatile.Read(ref cell.Version) == version)
            {
                return new LimitPlace((set * SetSize) + i, version);
            }
        }

        return LimitPlace.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LimitPlace Add(int set, UInt128 key, int tag, long now)
    {
        int first = set * SetSize;
        Enter(first);
        var place = FindIn(set, key);
        if (!place.Exists)
        {
            int index = Choose(first, now);
            place = new LimitPlace(index, Write(index, key, tag, now + Grace));
        }

        Leave(first);
        return place;
    }

    private int Choose(int first, long now)
    {
        int best = first;
        long bestExpiry = long.MaxValue;
        for (int i = first; i < first + SetSize; i++)
        {
            ref var cell = ref _cells[i];
            if (cell.Version == 0)
            {
                return i;
            }

            long expiry = Volatile.Read(ref cell.Expiry);
            if (expiry < bestExpiry)
            {
                best = i;
                bestExpiry = expiry;
            }
        }

        if (bestExpiry > now)
        {
            Interlocked.Increment(ref _evictions);
        }

        return best;
    }

    /// <summary>Gives a cell to a key, within the set's gate; the new version.</summary>
    private int Write(int index, UInt128 key, int tag, long expiry)
    {
        ref var cell = ref _cells[index];
        int version = cell.Version;
        Interlocked.Exchange(ref cell.Version, version + 1);
        if (LogOf(index) is { } log)
        {
            Interlocked.Add(ref _logBytes, -LogSize(log.Length));
            Volatile.Write(ref _logs![index], null);
        }

        Volatile.Write(ref cell.KeyLow, (ulong)key);
        Volatile.Write(ref cell.KeyHigh, (ulong)(key >> 64));
        cell.Tag = tag;
        cell.Time0 = cell.Time1 = cell.Time2 = 0;
        Volatile.Write(ref cell.Expiry, expiry);
        Volatile.Write(ref cell.State, 0);
        version = version + 2 == 0 ? 2 : version + 2;
        Interlocked.Exchange(ref cell.Version, version);
        return version;
    }
}
