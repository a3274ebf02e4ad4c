using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Observability;

/// <summary>What log and metrics say about time, all from the moments of one clock. Microseconds; −1 where Kong says −1.</summary>
internal readonly struct RequestLatencies
{
    public RequestLatencies(in ExchangeTimings timings, LogClock clock)
    {
        long end = timings.Completed != 0 ? timings.Completed : clock.Now;
        bool answered = timings.UpstreamHead != 0;
        Total = clock.Microseconds(timings.Started, end);
        Access = clock.Microseconds(timings.Started, timings.AccessDone != 0 ? timings.AccessDone : end);
        Connect = clock.Microseconds(timings.TryStarted, timings.UpstreamConnected);
        Send = clock.Microseconds(timings.UpstreamConnected, timings.UpstreamSent);
        Wait = clock.Microseconds(timings.UpstreamSent, timings.UpstreamHead);
        Receive = answered ? clock.Microseconds(timings.UpstreamHead, timings.UpstreamDone != 0 ? timings.UpstreamDone : end) : 0;
        Gateway = answered ? Access : Total;
        Upstream = answered ? clock.Microseconds(timings.AccessDone, timings.UpstreamHead) : -1;
    }

    /// <summary>First byte of the request to last byte of the answer (Kong: <c>request</c>).</summary>
    public long Total { get; }

    /// <summary>Added by the gateway before the upstream was asked; all of it when it never answered (Kong: <c>kong</c>).</summary>
    public long Gateway { get; }

    /// <summary>From asking for the upstream to the head of its answer, −1 when there was none (Kong: <c>proxy</c>).</summary>
    public long Upstream { get; }

    /// <summary>Hygiene, routing and access plugins.</summary>
    public long Access { get; }

    /// <summary>Choosing, resolving and connecting, in the last attempt: what earlier ones waited is not connecting.</summary>
    public long Connect { get; }

    /// <summary>Handing the request head over.</summary>
    public long Send { get; }

    /// <summary>Waiting for the head of the answer.</summary>
    public long Wait { get; }

    /// <summary>From the head to the last byte of the upstream's answer (Kong: <c>receive</c>).</summary>
    public long Receive { get; }
}
