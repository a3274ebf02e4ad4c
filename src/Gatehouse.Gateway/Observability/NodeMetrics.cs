using System.Globalization;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>Metrics of the node that are read when a scrape asks. Sources are set once while the program is put together.</summary>
public sealed class NodeMetrics : IMetricsCollector
{
    private static readonly string[] HealthLabels = ["upstream", "target", "address", "state", "subsystem"];
    private static readonly string[] HealthStates = ["healthchecks_off", "healthy", "unhealthy", "dns_error"];
    private static readonly string[] ConnectionLabels = ["node_id", "subsystem", "state"];

    private readonly GatewayMetricsOptions _options;
    private volatile bool _isHealthWanted;

    internal NodeMetrics(GatewayMetricsOptions options) => _options = options;

    /// <summary>Connection figures; null = not exposed.</summary>
    public INodeStatus? Status { get; set; }

    /// <summary>Client connections refused by limits of their number; null = not exposed.</summary>
    internal Func<long>? ConnectionsRefused { get; set; }

    /// <summary>The access log, for the lines it lost; null = not exposed.</summary>
    public AccessLog? AccessLog { get; set; }

    /// <summary>State of every target address; asked once per scrape.</summary>
    public Func<IEnumerable<UpstreamTargetHealth>>? UpstreamHealth { get; set; }

    /// <summary>Turns <c>kong_upstream_target_health</c> on; as in Kong, one plugin that wants it is enough.</summary>
    public void WantUpstreamHealth() => _isHealthWanted = true;

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        writer.Family("kong_node_info", "The node and its version", MetricType.Gauge);
        writer.Sample("kong_node_info", 1, ["node_id", "version"], _options.NodeId, _options.Version);
        writer.Family("kong_datastore_reachable", "1 when the configuration store can be reached", MetricType.Gauge);
        writer.Sample("kong_datastore_reachable", 1);
        WriteMemory(writer);
        if (Status is { } status)
        {
            WriteConnections(writer, status);
        }

        if (ConnectionsRefused is { } refused)
        {
            writer.Family("gatehouse_connections_refused_total", "Client connections closed at once because there are too many", MetricType.Counter);
            writer.Sample("gatehouse_connections_refused_total", refused());
        }

        if (AccessLog is { IsEnabled: true } log)
        {
            WriteAccessLog(writer, log.Counters);
        }

        if (_isHealthWanted && UpstreamHealth is { } health)
        {
            WriteHealth(writer, [.. health()]);
        }
    }

    private void WriteMemory(MetricsWriter writer)
    {
        // Dashboards for Kong draw the memory of its virtual machines under this name; ours is the managed heap.
        writer.Family("kong_memory_workers_lua_vms_bytes", "Bytes of the managed heap", MetricType.Gauge);
        writer.Sample(
            "kong_memory_workers_lua_vms_bytes",
            GC.GetTotalMemory(false),
            ["node_id", "pid", "kong_subsystem"],
            _options.NodeId,
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "http");
        writer.Family("process_resident_memory_bytes", "Bytes of memory in RAM", MetricType.Gauge);
        writer.Sample("process_resident_memory_bytes", Environment.WorkingSet);
    }

    private void WriteConnections(MetricsWriter writer, INodeStatus status)
    {
        const string Help = "Connections by state; accepted, handled and total count since the start";
        WriteConnections(writer, "kong_nginx_connections_total", Help, status);
        if (_options.EmitAliases)
        {
            WriteConnections(writer, "kong_nginx_connections", Help, status);
        }

        writer.Family("kong_nginx_requests_total", "Requests since the start", MetricType.Gauge);
        writer.Sample("kong_nginx_requests_total", status.TotalRequests, ["node_id", "subsystem"], _options.NodeId, "http");
    }

    private void WriteConnections(MetricsWriter writer, string name, string help, INodeStatus status)
    {
        writer.Family(name, help, MetricType.Gauge);
        (string State, long Value)[] states =
        [
            ("accepted", status.ConnectionsAccepted),
            ("handled", status.ConnectionsHandled),
            ("total", status.TotalRequests),
            ("active", status.ConnectionsActive),
            ("reading", status.ConnectionsReading),
            ("writing", status.ConnectionsWriting),
            ("waiting", status.ConnectionsWaiting),
        ];
        foreach (var (state, value) in states)
        {
            writer.Sample(name, value, ConnectionLabels, _options.NodeId, "http", state);
        }
    }

    private static void WriteAccessLog(MetricsWriter writer, LogSinkCounters counters)
    {
        writer.Family("gatehouse_access_log_lines_total", "Lines written to the access log", MetricType.Counter);
        writer.Sample("gatehouse_access_log_lines_total", counters.Written);
        writer.Family("gatehouse_access_log_dropped_total", "Lines lost because the log was slower than the traffic", MetricType.Counter);
        writer.Sample("gatehouse_access_log_dropped_total", counters.Dropped);
        writer.Family("gatehouse_access_log_errors_total", "Lines lost because writing failed", MetricType.Counter);
        writer.Sample("gatehouse_access_log_errors_total", counters.Failed);
    }

    private void WriteHealth(MetricsWriter writer, UpstreamTargetHealth[] targets)
    {
        if (targets.Length == 0)
        {
            return;
        }

        const string Help = "Health of targets; the sample of the state they are in is 1, those of the other states are 0";
        WriteHealth(writer, "kong_upstream_target_health", Help, targets);
        if (_options.EmitAliases)
        {
            WriteHealth(writer, "kong_upstream_health_status", Help, targets);
        }
    }

    private static void WriteHealth(MetricsWriter writer, string name, string help, UpstreamTargetHealth[] targets)
    {
        writer.Family(name, help, MetricType.Gauge);
        foreach (var target in targets)
        {
            foreach (string state in HealthStates)
            {
                writer.Sample(
                    name, state == target.State ? 1 : 0, HealthLabels, target.Upstream, target.Target, target.Address, state, "http");
            }
        }
    }
}
