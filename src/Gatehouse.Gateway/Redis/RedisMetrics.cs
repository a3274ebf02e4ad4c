using Gatehouse.Protocols.Prometheus;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Redis;

/// <summary>Figures of every Redis in use, read when a scrape asks. Nothing is written while there is none.</summary>
internal sealed class RedisMetrics(RedisNodes nodes) : IMetricsCollector
{
    private static readonly string[] Labels = ["redis"];

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        // Instances may use the same server in different ways, and a label may stand only once.
        (string Name, RedisStatistics Sum)[] all =
        [
            .. nodes.All.GroupBy(n => n.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Select(n => n.Sum()).Aggregate(Add))),
        ];
        if (all.Length == 0)
        {
            return;
        }

        Write(writer, all, "gatehouse_redis_connections", "Connections to Redis that can be used", MetricType.Gauge, s => s.Connections);
        Write(writer, all, "gatehouse_redis_in_flight", "Commands without an answer", MetricType.Gauge, s => s.InFlight);
        Write(writer, all, "gatehouse_redis_commands_total", "Commands that Redis answered", MetricType.Counter, s => s.Commands);
        Write(writer, all, "gatehouse_redis_failures_total", "Commands without an answer for good", MetricType.Counter, s => s.Failures);
        Write(writer, all, "gatehouse_redis_timeouts_total", "Commands that got no answer in time", MetricType.Counter, s => s.TimedOut);
        Write(writer, all, "gatehouse_redis_connects_total", "Connections made", MetricType.Counter, s => s.Connects);
        Write(
            writer, all, "gatehouse_redis_connect_failures_total", "Connections that could not be made or were lost", MetricType.Counter, s => s.ConnectFailures);
    }

    private static void Write(
        MetricsWriter writer, (string Name, RedisStatistics Sum)[] all, string name, string help, MetricType type, Func<RedisStatistics, long> figure)
    {
        writer.Family(name, help, type);
        foreach (var (redis, sum) in all)
        {
            writer.Sample(name, figure(sum), Labels, redis);
        }
    }

    private static RedisStatistics Add(RedisStatistics a, RedisStatistics b) => new(
        a.State > b.State ? a.State : b.State,
        a.Connections + b.Connections,
        a.InFlight + b.InFlight,
        a.Commands + b.Commands,
        a.Failures + b.Failures,
        a.TimedOut + b.TimedOut,
        a.Connects + b.Connects,
        a.ConnectFailures + b.ConnectFailures);
}
