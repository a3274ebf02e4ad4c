using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// What balancers know of the load of one address: exchanges in flight, and a peak-sensitive average of its latency (Finagle's "peak
/// EWMA": a slow answer counts at once, fast ones make it forgotten over <see cref="DecaySeconds"/>). Of all loops, without a lock.
/// </summary>
internal sealed class TargetLoad
{
    /// <summary>Time constant of forgetting, Kong's.</summary>
    public const double DecaySeconds = 10;

    private Padded _state;

    /// <summary>Exchanges that were begun and have not ended.</summary>
    public int InFlight => Volatile.Read(ref _state.InFlight);

    /// <summary>An exchange goes to the address.</summary>
    public void Begin() => Interlocked.Increment(ref _state.InFlight);

    /// <summary>It has come to an end there.</summary>
    public void End() => Interlocked.Decrement(ref _state.InFlight);

    /// <summary>Takes a latency into the average.</summary>
    /// <param name="seconds">How long the address took to begin its answer, above 0.</param>
    /// <param name="atSeconds">When, on any monotonic clock; the same one for all calls.</param>
    /// <param name="onlyUp">Whether it must not make the address look faster: it failed.</param>
    public void Observe(double seconds, double atSeconds, bool onlyUp = false)
    {
        while (true)
        {
            long seen = Volatile.Read(ref _state.Average);
            var (average, at) = Unpack(seen);
            double share = Remembered(at, atSeconds);
            double next = seen == 0 || seconds > average ? seconds
                : onlyUp ? average
                : (average * share) + (seconds * (1 - share));
            if (Interlocked.CompareExchange(ref _state.Average, Pack(next, atSeconds), seen) == seen)
            {
                return;
            }
        }
    }

    /// <summary>Gives an address that nobody has measured yet a latency to begin with.</summary>
    public void Seed(double seconds, double atSeconds) => Interlocked.CompareExchange(ref _state.Average, Pack(seconds, atSeconds), 0);

    /// <summary>The average in seconds, forgotten by now as far as it is old; null = never measured.</summary>
    public double? LatencyAt(double nowSeconds)
    {
        long seen = Volatile.Read(ref _state.Average);
        if (seen == 0)
        {
            return null;
        }

        var (average, at) = Unpack(seen);
        return average * Remembered(at, nowSeconds);
    }

    // Loops read the clock one after another: a moment before the last one counts as that one.
    private static double Remembered(uint then, double now) => Math.Exp(-Math.Max(0, (int)(MillisecondsOf(now) - then)) / (DecaySeconds * 1000));

    // The average and its moment change in one step. Moments wrap around after 49 days; only differences are used.
    private static long Pack(double average, double at)
        => ((long)MillisecondsOf(at) << 32) | BitConverter.SingleToUInt32Bits((float)Math.Max(average, 1e-6));

    private static (double Average, uint At) Unpack(long packed) => (BitConverter.UInt32BitsToSingle((uint)packed), (uint)(packed >> 32));

    private static uint MillisecondsOf(double seconds) => (uint)(ulong)(seconds * 1000);

    // Every loop writes it: a cache line to itself on both sides.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Padded
    {
        [FieldOffset(64)]
        public long Average;

        [FieldOffset(72)]
        public int InFlight;
    }
}
