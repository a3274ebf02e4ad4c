using System.Net;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// How long the answer to a failed authentication is held back: the more failures from an address (an IPv6 network of 64 bits), the
/// longer. Only failures wait, never a valid credential, so nobody can be locked out; the table, the delay and the number of waiting
/// answers are bounded, so nobody can be starved.
/// </summary>
/// <remarks>
/// Four places for each hash: a new address takes an empty one, or that of the address with the fewest failures, so that a flood of
/// addresses that fail once does not make the table forget one that keeps guessing.
/// </remarks>
internal sealed class FailureDelays(FailureDelayOptions options, TimeProvider time)
{
    private const int Ways = 4;
    private const int Stripes = 64;
    private const int MostFailures = 1000;

    private readonly Entry[] _entries = new Entry[Math.Max(1, options.Addresses / Ways) * Ways];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private int _waiting;

    /// <summary>Answers that are being held back.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>
    /// Notes a failure and says how long its answer waits. Whoever is told to wait calls <see cref="End"/> afterwards.
    /// </summary>
    public TimeSpan Begin(IPAddress address)
    {
        var delay = DelayOf(Note(ClientNetwork.KeyOf(address)));
        if (delay == TimeSpan.Zero)
        {
            return delay;
        }

        if (Interlocked.Increment(ref _waiting) > options.Waiting)
        {
            Interlocked.Decrement(ref _waiting);
            return TimeSpan.Zero;
        }

        return delay;
    }

    /// <summary>An answer went out after its delay.</summary>
    public void End() => Interlocked.Decrement(ref _waiting);

    private TimeSpan DelayOf(int failures)
    {
        int beyond = failures - options.Free;
        if (beyond <= 0 || options.Longest <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        double doubled = options.First.TotalMilliseconds * Math.Pow(2, Math.Min(beyond - 1, 30));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, options.Longest.TotalMilliseconds));
    }

    private int Note(ulong key)
    {
        // Seeded per process: nobody can choose addresses that share a place.
        uint hash = (uint)HashCode.Combine(key);
        int bucket = (int)(hash % (uint)(_entries.Length / Ways));
        int first = bucket * Ways;
        long now = time.GetTimestamp();
        lock (_locks[bucket % Stripes])
        {
            ref var entry = ref Choose(first, key, now);
            if (entry.Failures == 0 || entry.Key != key)
            {
                entry = new Entry { Key = key, Since = now };
            }

            entry.Failures = Math.Min(entry.Failures + 1, MostFailures);
            return entry.Failures;
        }
    }

    private ref Entry Choose(int first, ulong key, long now)
    {
        int least = first;
        for (int i = first; i < first + Ways; i++)
        {
            Forgive(ref _entries[i], now);
            if (_entries[i].Failures > 0 && _entries[i].Key == key)
            {
                return ref _entries[i];
            }

            if (_entries[i].Failures < _entries[least].Failures)
            {
                least = i;
            }
        }

        return ref _entries[least];
    }

    private void Forgive(ref Entry entry, long now)
    {
        if (entry.Failures == 0 || options.Forgiveness <= TimeSpan.Zero)
        {
            return;
        }

        long step = Math.Max(1, (long)(options.Forgiveness.TotalSeconds * time.TimestampFrequency));
        long forgiven = (now - entry.Since) / step;
        if (forgiven > 0)
        {
            entry.Failures = (int)Math.Max(0, entry.Failures - forgiven);
            entry.Since += forgiven * step;
        }
    }

    private struct Entry
    {
        public ulong Key;
        public long Since;
        public int Failures;
    }
}
