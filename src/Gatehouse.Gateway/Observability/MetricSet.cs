namespace Gatehouse.Gateway.Observability;

/// <summary>Groups of request metrics, as the flags of Kong's prometheus plugin name them.</summary>
[Flags]
public enum MetricSet
{
    None = 0,

    /// <summary><c>kong_http_requests_total</c>.</summary>
    StatusCode = 1,

    /// <summary><c>kong_kong_latency_ms</c>, <c>kong_upstream_latency_ms</c>, <c>kong_request_latency_ms</c>.</summary>
    Latency = 2,

    /// <summary><c>kong_bandwidth_bytes</c>.</summary>
    Bandwidth = 4,

    /// <summary>Fills the <c>consumer</c> label of requests and bandwidth.</summary>
    PerConsumer = 8,
}
