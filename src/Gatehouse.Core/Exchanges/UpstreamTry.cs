using System.Net;

namespace Gatehouse.Core.Exchanges;

/// <summary>One attempt to reach an upstream, as Kong logs it in <c>tries</c>.</summary>
public struct UpstreamTry
{
    /// <summary>Address that was tried.</summary>
    public IPAddress Address;

    /// <summary>Port that was tried.</summary>
    public int Port;

    /// <summary>When the balancer chose it: a moment as in <see cref="ExchangeTimings"/>.</summary>
    public long BalancerStart;

    /// <summary>How long choosing took, microseconds.</summary>
    public long BalancerMicroseconds;

    /// <summary>Null when it succeeded, else Kong's <c>state</c>: <c>failed</c> (connect, reset) or <c>next</c>.</summary>
    public string? State;

    /// <summary>Status reported with <see cref="State"/> (502, 504), 0 when none.</summary>
    public int Code;
}
