using System.Net;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// How long the answer to a failed authentication is held back: the more failures from an address (an IPv6 network of 64 bits), the
/// longer. Only failures wait, never a valid credential, so nobody can be locked out; the table, the delay and the number of waiting
/// answers are bounded, in all and for each address, so nobody can be starved.
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
    /// Notes a failure and says how long its answer waits; whoever is told to calls <see cref="WaitAsync"/>, which gives the place back.
    /// </summary>
    /// <param name="address">Who failed.</param>
    /// <param name="isTooMany">
    /// Whether it had to wait, but all places are taken, or all of the address: who guesses in parallel is to need another connection
    /// for each further guess.
    /// </param>
    public TimeSpan Begin(IPAddress address, out bool isTooMany)
    {
        ulong key = ClientNetwork.KeyOf(address);
        int bucket = BucketOf(key);
        lock (_locks[bucket % Stripes])
        {
            ref var entry = ref Note(bucket, key);
            var delay = DelayOf(entry.Failures);
            isTooMany = delay > TimeSpan.Zero && (entry.Waiting >= options.WaitingPerAddress || !TryTakePlace());
            if (delay == TimeSpan.Zero || isTooMany)
            {
                return TimeSpan.Zero;
            }

            entry.Waiting++;
            return delay;
        }
    }

    /// <summary>Waits as long as <see cref="Begin"/> said, or until the client has left: nobody is slowed down by a wait for nobody.</summary>
    public async ValueTask WaitAsync(IPAddress address, TimeSpan delay, CancellationToken left)
    {
        try
        {
            await Task.Delay(delay, time, left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        finally
        {
            End(ClientNetwork.KeyOf(address));
        }
    }

    private bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _waiting) <= options.Waiting)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    private void End(ulong key)
    {
        Interlocked.Decrement(ref _waiting);
        int bucket = BucketOf(key), first = bucket * Ways;
        lock (_locks[bucket % Stripes])
        {
            for (int i = first; i < first + Ways; i++)
            {
                // An address that was forgotten meanwhile begins with no answers waiting.
                if (_entries[i].Key == key && _entries[i].Waiting > 0)
                {
                    _entries[i].Waiting--;
                    return;
                }
            }
        }
    }

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

    /// <summary>Seeded per process: nobody can choose addresses that share a place.</summary>
    private int BucketOf(ulong key) => (int)((uint)HashCode.Combine(key) % (uint)(_entries.Length / Ways));

    private ref Entry Note(int bucket, ulong key)
    {
        long now = time.GetTimestamp();
        ref var entry = ref Choose(bucket * Ways, key, now);
        if (entry.Failures == 0 || entry.Key != key)
        {
            entry = new Entry { Key = key, Since = now };
        }

        entry.Failures = Math.Min(entry.Failures + 1, MostFailures);
        return ref entry;
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
        public int Waiting;
    }
}
