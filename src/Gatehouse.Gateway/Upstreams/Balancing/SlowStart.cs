using System.Numerics;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>
/// Eases peers in that have come back from ejection: their share grows in a straight line from a tenth to the whole of their weight over
/// <c>slow_start</c> seconds. Peers that were never ejected start with all of it.
/// </summary>
/// <param name="seconds">0 = off.</param>
/// <param name="time">The clock that <see cref="TargetHealth.EligibleSince"/> is of.</param>
internal sealed class SlowStart(double seconds, TimeProvider time)
{
    private const double Least = 0.1;

    private readonly double _ticks = seconds * time.TimestampFrequency;

    /// <summary>No easing in.</summary>
    public static SlowStart Off { get; } = new(0, TimeProvider.System);

    /// <summary>Part of the peer's weight that counts now, 0.1–1.</summary>
    public double ShareOf(UpstreamPeer peer, long now)
    {
        if (_ticks <= 0)
        {
            return 1;
        }

        long since = peer.Address.Health.EligibleSince;
        return since == 0 ? 1 : Math.Clamp((now - since) / _ticks, Least, 1);
    }

    /// <summary>Whether a peer gets this turn of its own; turns that are refused are spread evenly.</summary>
    public bool Admits(UpstreamPeer peer, long now, ulong turn)
    {
        double share = ShareOf(peer, now);
        return share >= 1 || BitOperations.RotateLeft(turn * 0x9E3779B97F4A7C15, 32) * (1.0 / ulong.MaxValue) < share;
    }
}
