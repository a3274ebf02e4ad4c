using System.Buffers;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Observability;
using Gatehouse.Gateway.Tests.Upstreams;
using Gatehouse.Gateway.Tests.Upstreams.Health;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Health;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Prometheus;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Reference;

/// <summary>The metrics page has exactly the metrics that a scrape can show, with their types and labels.</summary>
public sealed partial class MetricReferenceTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Page_has_the_metrics_that_a_scrape_shows()
    {
        var emitted = Emitted(Scrape());
        var rows = DocumentTable.Read("docs/reference/metrics.md", "metrics");

        Assert.Equal(emitted.Order(), rows.Select(r => $"{r[0]} {r[1]} {r[2]}").Order());
        Assert.All(rows, r => Assert.NotEmpty(r[3]));
    }

    private static IEnumerable<string> Emitted(string text)
    {
        foreach (Match family in TypeLine().Matches(text))
        {
            string name = family.Groups[1].Value, type = family.Groups[2].Value;
            string suffix = type == "histogram" ? "_count" : "";
            var sample = Regex.Match(text, $"^{name}{suffix}(\\{{(?<labels>.*)\\}})? ", RegexOptions.Multiline);
            Assert.True(sample.Success, name);
            string labels = string.Join(", ", LabelName().Matches(sample.Groups["labels"].Value).Select(l => l.Groups[1].Value));
            yield return $"{name} {type} {(labels.Length == 0 ? "–" : labels)}";
        }
    }

    private string Scrape()
    {
        const MetricSet All = MetricSet.StatusCode | MetricSet.Latency | MetricSet.Bandwidth;
        using var log = new AccessLog(
            new LogSerializer(_time), new LogStream(new LogSink("test", new FakeLogTarget()), 1, TimeProvider.System, flushMilliseconds: 1));
        var metrics = new GatewayMetrics(new MetricsRegistry(1), new GatewayMetricsOptions { Default = All, NodeId = "n" }, _time);
        metrics.Node.Status = new QuietNode();
        metrics.Node.AccessLog = log;
        metrics.Node.ConnectionsRefused = () => 1;
        metrics.Node.UpstreamHealth = () => [new UpstreamTargetHealth("u", "t:80", "10.0.0.1:80", "healthy")];
        metrics.Node.WantUpstreamHealth();
        var address = new UpstreamAddress(new IPEndPoint(IPAddress.Loopback, 80));
        new HealthNode(_time, new ScriptedProber(), metrics.Registry, NullLogger.Instance)
            .Tell("u", new AddressHealth(address, new ScriptedWatch(new FakeClock())));
        using var loop = new ManualLoop();
        var overload = new OverloadNode(_time);
        overload.Limiters.Of("p", "s", new AdaptiveOptions());
        var guard = new NodeGuard(new NodeGuardOptions(), new NodeCounters(1), 1, NullLogger.Instance);
        metrics.Registry.AddCollector(new OverloadMetrics(overload, guard, [loop]));
        metrics.Configuration.Applied("0", DateTimeOffset.UnixEpoch);
        using var hosts = new RedisHosts(new NoNames());
        var redis = new RedisNodes([], connector: null, hosts, NullLogger.Instance);
        redis.Acquire(new RedisConfig { EndPoints = [new RedisEndPoint("h", 6379)] });
        metrics.Registry.AddCollector(new RedisMetrics(redis));
        var exchange = new FakeExchange { Rejection = RejectionReason.UpstreamReset }.On(FakeExchange.NewRoute(), FakeExchange.NewService());
        exchange.Response.Status = 502;
        exchange.Tries.Add(new UpstreamTry { Port = 80 });
        metrics.Record(exchange, 0);
        metrics.Authentication.SuccessesOf("key-auth").Add(0);
        metrics.Authentication.CountFailure("key-auth", AuthenticationFailureReason.Unknown);
        metrics.Authentication.CountDenial("acl", "not_allowed");
        metrics.Limits.ExceededOf(isDryRun: false, "p", "s", "r", "minute").Add(0);
        metrics.Limits.ExceededOf(isDryRun: true, "p", "s", "r", "minute").Add(0);
        metrics.Limits.UnavailableOf("p").Add(0);
        var store = new LocalLimitStore(new LocalLimitOptions { Cells = 8 }, new LimitClock(_time));
        metrics.Limits.Local = () => store;
        var output = new ArrayBufferWriter<byte>();
        metrics.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [GeneratedRegex("^# TYPE (\\S+) (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();
}
