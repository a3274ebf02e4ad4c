using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>The families counted per request: names, labels and buckets of Kong 3.9.</summary>
internal sealed class RequestFamilies
{
    private const int MicrosecondsPerMillisecond = 1000;

    private static readonly HistogramBuckets GatewayBuckets = new(
        MicrosecondsPerMillisecond, 1, 2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 750, 1000, 3000, 6000);

    private static readonly HistogramBuckets UpstreamBuckets = new(
        MicrosecondsPerMillisecond, 25, 50, 80, 100, 250, 400, 700, 1000, 2000, 5000, 10000, 30000, 60000);

    public RequestFamilies(MetricsRegistry registry, bool emitAliases)
    {
        Requests = registry.AddCounter(
            "kong_http_requests_total",
            "HTTP status codes per consumer, service and route",
            "service", "route", "code", "source", "workspace", "consumer");
        GatewayLatency = registry.AddHistogram(
            "kong_kong_latency_ms",
            "Latency added by the gateway and its plugins per service and route",
            GatewayBuckets,
            "service", "route", "workspace");
        UpstreamLatency = registry.AddHistogram(
            "kong_upstream_latency_ms",
            "Time until the upstream's response head per service and route",
            UpstreamBuckets,
            "service", "route", "workspace");
        RequestLatency = registry.AddHistogram(
            "kong_request_latency_ms",
            "Total time of requests per service and route",
            UpstreamBuckets,
            "service", "route", "workspace");
        Bandwidth = registry.AddCounter(
            "kong_bandwidth_bytes",
            "Bytes received from and sent to clients per consumer, service and route",
            "service", "route", "direction", "workspace", "consumer");
        if (emitAliases)
        {
            registry.AddAlias(
                "kong_latency",
                "Latencies under their name of Kong 2.x, milliseconds",
                new MetricAliasSource(GatewayLatency, "type", "kong"),
                new MetricAliasSource(UpstreamLatency, "type", "upstream"),
                new MetricAliasSource(RequestLatency, "type", "request"));
        }
    }

    public CounterFamily Requests { get; }

    public HistogramFamily GatewayLatency { get; }

    public HistogramFamily UpstreamLatency { get; }

    public HistogramFamily RequestLatency { get; }

    public CounterFamily Bandwidth { get; }
}
