using System.Collections.Concurrent;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>The leases of a node: a bounded table. What is not in it is decided at the server.</summary>
internal sealed class Leases
{
    /// <summary>Most leases kept, about 200 bytes each.</summary>
    public const int Most = 100_000;

    private const long Idle = 10 * LimitWindow.Second;

    private readonly ConcurrentDictionary<UInt128, Lease> _leases = new();
    private int _count;
    private int _isSweeping;
    private long _swept = long.MinValue / 2;

    /// <summary>The lease of a counter; null when there is no room for one.</summary>
    public Lease? Of(in LimitCharge charge, long now)
    {
        var key = charge.Key ^ charge.Rule.Salt;
        if (_leases.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Volatile.Read(ref _count) >= Most)
        {
            Sweep(now);
            if (Volatile.Read(ref _count) >= Most)
            {
                return null;
            }
        }

        var made = new Lease();
        if (_leases.TryAdd(key, made))
        {
            Interlocked.Increment(ref _count);
            return made;
        }

        return _leases.GetValueOrDefault(key);
    }

    /// <summary>Forgets the lease of a counter.</summary>
    public void Remove(LimitRule rule, UInt128 key)
    {
        if (_leases.TryRemove(key ^ rule.Salt, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private void Sweep(long now)
    {
        // At most once a second: a flood of identities must not buy walks through the table.
        if (now - Volatile.Read(ref _swept) < LimitWindow.Second || Interlocked.Exchange(ref _isSweeping, 1) != 0)
        {
            return;
        }

        Volatile.Write(ref _swept, now);
        foreach (var (key, lease) in _leases)
        {
            if (now - lease.Touched > Idle && _leases.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }

        Volatile.Write(ref _isSweeping, 0);
    }
}
