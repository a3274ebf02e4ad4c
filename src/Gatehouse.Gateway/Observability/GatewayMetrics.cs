using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Limits;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// What the gateway counts. The road calls <see cref="Record(Exchange, int)"/> once for every exchange, behind the plugins' log
/// phase; a prometheus plugin has then already called <see cref="Record(Exchange, int, MetricSet)"/> with what it adds, and the
/// exchange is not counted twice.
/// </summary>
public sealed class GatewayMetrics : IMetricsExposition
{
    [ThreadStatic]
    private static Exchange? _recorded;

    private static readonly RouteDataKey<RouteMetrics> MetricsKey = new();

    private readonly MetricSet _default;
    private readonly LogClock _clock;
    private readonly RequestFamilies _families;
    private readonly RouteMetrics _withoutRoute;
    private readonly ConditionalWeakTable<RouteConfig, RouteMetrics> _routes = [];
    private readonly CounterFamily _rejectionFamily;
    private readonly BoundCounter?[] _rejections = new BoundCounter?[RejectionReasons.Count];
    private readonly Counter _triesOk, _triesFailed;

    /// <param name="registry">Where the families are declared.</param>
    /// <param name="options">How the node counts.</param>
    /// <param name="time">The clock that the exchange's timings were taken from.</param>
    public GatewayMetrics(MetricsRegistry registry, GatewayMetricsOptions options, TimeProvider time)
    {
        Registry = registry;
        Options = options;
        _default = options.Default;
        _clock = new LogClock(time);
        _families = new RequestFamilies(registry, options.EmitAliases);
        _withoutRoute = new RouteMetrics(_families, null, null);
        _rejectionFamily = registry.AddCounter(
            "gatehouse_rejections_total", "Exchanges that the gateway itself refused or failed", "reason");
        var tries = registry.AddCounter("gatehouse_upstream_tries_total", "Attempts to reach an upstream", "result");
        _triesOk = tries.With("ok");
        _triesFailed = tries.With("failed");
        Configuration = new ConfigurationMetrics(registry);
        Authentication = new AuthenticationMetrics(registry, time);
        Limits = new LimitMetrics(registry);
        HttpLogLost = registry.AddCounter("gatehouse_http_log_lost_total", "Entries that http-log plugins gave up").With();
        PluginLogFailed = registry.AddCounter(
            "gatehouse_plugin_log_failures_total", "Exchanges on which a plugin failed in its log phase").With();
        Node = new NodeMetrics(options);
        registry.AddCollector(Node);
    }

    /// <summary>The registry, for those who bring metrics of their own.</summary>
    public MetricsRegistry Registry { get; }

    /// <summary>How the node counts.</summary>
    public GatewayMetricsOptions Options { get; }

    /// <summary>Gauges of configuration reloads.</summary>
    public ConfigurationMetrics Configuration { get; }

    /// <summary>What is only known when asked for: connections, health of targets, lines lost.</summary>
    public NodeMetrics Node { get; }

    /// <summary>Counters of authentication and authorisation.</summary>
    internal AuthenticationMetrics Authentication { get; }

    /// <summary>Counters of the limiters.</summary>
    internal LimitMetrics Limits { get; }

    internal Counter HttpLogLost { get; }

    internal Counter PluginLogFailed { get; }

    /// <inheritdoc/>
    public void WriteTo(IBufferWriter<byte> output) => Registry.WriteTo(output);

    /// <summary>
    /// Counts an exchange that is over. Once per exchange, on its thread, after the plugins. <paramref name="shard"/> =
    /// <see cref="MetricShard.Current"/>. Allocates nothing after the first exchange of a route and status.
    /// </summary>
    public void Record(Exchange exchange, int shard)
    {
        if (exchange.Rejection != RejectionReason.None)
        {
            CountRejection(exchange.Rejection, shard);
        }

        CountTries(exchange, shard);
        if (ReferenceEquals(_recorded, exchange))
        {
            _recorded = null;
            return;
        }

        RecordSet(exchange, shard, _default);
    }

    /// <summary>Counts an exchange for a prometheus plugin: what the node counts anyway, and <paramref name="plugin"/>.</summary>
    public void Record(Exchange exchange, int shard, MetricSet plugin)
    {
        if (!ReferenceEquals(_recorded, exchange))
        {
            _recorded = exchange;
            RecordSet(exchange, shard, _default | plugin);
        }
    }

    private void RecordSet(Exchange exchange, int shard, MetricSet set)
    {
        var route = exchange.Route is { } config ? MetricsOf(exchange, config) : _withoutRoute;
        var consumer = (set & MetricSet.PerConsumer) != 0 && exchange.Consumer is { } known ? route.Of(known) : route.Anonymous;
        if ((set & MetricSet.StatusCode) != 0)
        {
            consumer.CountRequest(shard, exchange.Response.Status, !exchange.IsAnswered && exchange.UpstreamStatus != 0);
        }

        if ((set & MetricSet.Bandwidth) != 0)
        {
            consumer.CountBytes(shard, exchange.Downstream.BytesReceived, exchange.Downstream.BytesSent);
        }

        if ((set & MetricSet.Latency) != 0)
        {
            route.ObserveLatencies(shard, new RequestLatencies(in exchange.Timings, _clock));
        }
    }

    private RouteMetrics MetricsOf(Exchange exchange, RouteConfig route)
    {
        if (exchange.RouteData?.Get(MetricsKey) is { } known)
        {
            return known;
        }

        var metrics = MetricsOf(route, exchange.Service);
        exchange.RouteData?.Set(MetricsKey, metrics);
        return metrics;
    }

    private RouteMetrics MetricsOf(RouteConfig route, ServiceConfig? service)
        => _routes.TryGetValue(route, out var known) && ReferenceEquals(known.Service, service) ? known : AddRoute(route, service);

    private RouteMetrics AddRoute(RouteConfig route, ServiceConfig? service)
    {
        var metrics = new RouteMetrics(_families, service, route);
        _routes.AddOrUpdate(route, metrics);
        return metrics;
    }

    private void CountRejection(RejectionReason reason, int shard)
    {
        ref var bound = ref _rejections[(int)reason];
        var counter = Volatile.Read(ref bound);
        if (counter is null)
        {
            counter = new BoundCounter(_rejectionFamily.With(RejectionReasons.Of(reason).Label));
            Volatile.Write(ref bound, counter);
        }

        counter.Counter.Add(shard);
    }

    private void CountTries(Exchange exchange, int shard)
    {
        int tries = exchange.Tries.Count;
        if (tries == 0)
        {
            return;
        }

        // All but the last failed, or there would have been no further one.
        bool lastOk = exchange.Tries[tries - 1].State is null;
        _triesOk.Add(shard, lastOk ? 1 : 0);
        if (!lastOk || tries > 1)
        {
            _triesFailed.Add(shard, lastOk ? tries - 1 : tries);
        }
    }

    // A handle has two fields: it is published inside an object, so that nobody sees one without the other.
    private sealed record BoundCounter(Counter Counter);
}
