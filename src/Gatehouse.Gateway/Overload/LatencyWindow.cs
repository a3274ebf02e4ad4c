namespace Gatehouse.Gateway.Overload;

/// <summary>What was measured of a service during a stretch of time.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="Completed">Requests that were answered in it.</param>
/// <param name="MeanLatency">Their mean time to the head of the answer, seconds; 0 when none.</param>
/// <param name="Failed">Requests that ended in it by a time-out or with the service's own 503.</param>
/// <param name="PeakInFlight">Most requests in flight.</param>
/// <param name="IsSaturated">Whether a request was refused or the limit was reached.</param>
internal readonly record struct LatencyWindow(
    double Seconds, int Completed, double MeanLatency, int Failed, int PeakInFlight, bool IsSaturated)
{
    /// <summary>Answers per second.</summary>
    public double Rate => Completed / Seconds;

    /// <summary>Mean number in flight, by Little's law.</summary>
    public double InFlight => Rate * MeanLatency;
}
