using System.Collections.Concurrent;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Limits;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Counts the refusals of an instance, by route and limit.</summary>
/// <param name="metrics">Where they are shown.</param>
/// <param name="plugin">Name of the instance, or its id.</param>
/// <param name="isDryRun">Whether nothing was really refused.</param>
internal sealed class RateLimitCounters(LimitMetrics metrics, string plugin, bool isDryRun)
{
    // Bounded by the configuration: its routes times its limits.
    private readonly ConcurrentDictionary<(string Route, string Service, string Limit), Counter> _refusals = new();
    private readonly Counter _unavailable = metrics.UnavailableOf(plugin);

    /// <summary>Counts a request that a limit refused.</summary>
    public void Refused(Exchange exchange, LimitRule limit)
    {
        string route = exchange.Route is { } r ? r.Name ?? r.Id : "";
        string service = exchange.Service is { } s ? s.Name ?? s.Host : "";
        var counter = _refusals.GetOrAdd(
            (route, service, limit.Name),
            static (key, self) => self.Bind(key.Route, key.Service, key.Limit),
            this);
        counter.Add(MetricShard.Current);
    }

    /// <summary>Counts a request whose limits could not be looked at.</summary>
    public void Unavailable() => _unavailable.Add(MetricShard.Current);

    private Counter Bind(string route, string service, string limit) => metrics.ExceededOf(isDryRun, plugin, service, route, limit);
}
