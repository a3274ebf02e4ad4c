using System.Collections.Concurrent;
using Gatehouse.Core.Configuration;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>The counters of one (service, route), looked up once and then kept with the route's configuration object.</summary>
internal sealed class RouteMetrics
{
    private readonly RequestFamilies _families;
    private readonly string _serviceLabel, _routeLabel;
    private readonly ConcurrentDictionary<string, ConsumerMetrics> _consumers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly int _maxConsumers;
    private volatile Latencies? _latencies;

    public RouteMetrics(RequestFamilies families, ServiceConfig? service, RouteConfig? route)
    {
        _families = families;
        Service = service;
        _serviceLabel = service is null ? "" : service.Name ?? service.Host;
        _routeLabel = route is null ? "" : route.Name ?? route.Id;
        _maxConsumers = families.Requests.MaxSeries;
        Anonymous = new ConsumerMetrics(families, _serviceLabel, _routeLabel, "");
    }

    /// <summary>The service the labels were taken from.</summary>
    public ServiceConfig? Service { get; }

    /// <summary>Counters of requests whose consumer is not told apart.</summary>
    public ConsumerMetrics Anonymous { get; }

    /// <summary>Counters of a consumer.</summary>
    public ConsumerMetrics Of(ConsumerConfig consumer)
    {
        string label = consumer.Username ?? consumer.CustomId ?? consumer.Id;
        if (_consumers.TryGetValue(label, out var known))
        {
            return known;
        }

        // Beyond the cap the registry folds everything anyway: do not remember each consumer.
        return _consumers.Count >= _maxConsumers
            ? _consumers.GetOrAdd(MetricsRegistry.OverflowLabel, Create)
            : _consumers.GetOrAdd(label, Create);
    }

    /// <summary>Observes latencies, microseconds; upstream −1 when there was none.</summary>
    public void ObserveLatencies(int shard, in RequestLatencies latencies)
    {
        var histograms = _latencies ?? CreateLatencies();
        histograms.Gateway.Observe(shard, latencies.Gateway);
        histograms.Request.Observe(shard, latencies.Total);
        if (latencies.Upstream >= 0)
        {
            histograms.Upstream.Observe(shard, latencies.Upstream);
        }
    }

    private ConsumerMetrics Create(string consumer) => new(_families, _serviceLabel, _routeLabel, consumer);

    private Latencies CreateLatencies()
    {
        lock (_lock)
        {
            return _latencies ??= new Latencies(
                _families.GatewayLatency.With(_serviceLabel, _routeLabel, KongWorkspace.Name),
                _families.UpstreamLatency.With(_serviceLabel, _routeLabel, KongWorkspace.Name),
                _families.RequestLatency.With(_serviceLabel, _routeLabel, KongWorkspace.Name));
        }
    }

    private sealed record Latencies(Histogram Gateway, Histogram Upstream, Histogram Request);
}
