using System.Buffers;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Protocols.Prometheus;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

public sealed class GatewayMetricsTests
{
    private const string Route = "service=\"orders-service\",route=\"orders\"";
    private readonly ManualTime _time = new();

    [Fact]
    public void Record_proxied_request_counts_under_Kongs_names()
    {
        var metrics = Create();
        metrics.Record(Exchange(200, 200), 1);
        metrics.Record(Exchange(200, 200), 2);
        metrics.Record(Exchange(503, 0), 1);

        string text = Scrape(metrics);

        AssertLine(text, $"kong_http_requests_total{{{Route},code=\"200\",source=\"service\",workspace=\"default\",consumer=\"\"}} 2");
        AssertLine(text, $"kong_http_requests_total{{{Route},code=\"503\",source=\"kong\",workspace=\"default\",consumer=\"\"}} 1");
        AssertLine(text, $"kong_bandwidth_bytes{{{Route},direction=\"ingress\",workspace=\"default\",consumer=\"\"}} 300");
        AssertLine(text, $"kong_bandwidth_bytes{{{Route},direction=\"egress\",workspace=\"default\",consumer=\"\"}} 600");
        AssertLine(text, $"kong_kong_latency_ms_bucket{{{Route},workspace=\"default\",le=\"1\"}} 0");
        AssertLine(text, $"kong_kong_latency_ms_bucket{{{Route},workspace=\"default\",le=\"2\"}} 2");
        AssertLine(text, $"kong_kong_latency_ms_bucket{{{Route},workspace=\"default\",le=\"6000\"}} 3");
        AssertLine(text, $"kong_upstream_latency_ms_count{{{Route},workspace=\"default\"}} 2");
        AssertLine(text, $"kong_upstream_latency_ms_sum{{{Route},workspace=\"default\"}} 60");
        AssertLine(text, $"kong_request_latency_ms_bucket{{{Route},workspace=\"default\",le=\"25\"}} 0");
        AssertLine(text, $"kong_request_latency_ms_bucket{{{Route},workspace=\"default\",le=\"50\"}} 3");
        AssertLine(text, $"kong_latency_bucket{{{Route},workspace=\"default\",type=\"upstream\",le=\"50\"}} 2");
        AssertLine(text, $"kong_latency_count{{{Route},workspace=\"default\",type=\"request\"}} 3");
    }

    [Fact]
    public void Record_without_route_counts_with_empty_labels()
    {
        var metrics = Create();
        var exchange = new FakeExchange { Rejection = RejectionReason.RouteNotFound };
        exchange.Response.Status = 404;
        metrics.Record(exchange, 0);

        string text = Scrape(metrics);
        AssertLine(text, "kong_http_requests_total{service=\"\",route=\"\",code=\"404\",source=\"kong\",workspace=\"default\",consumer=\"\"} 1");
        AssertLine(text, "gatehouse_rejections_total{reason=\"route_not_found\"} 1");
    }

    [Fact]
    public void Record_after_the_plugin_counts_once()
    {
        var metrics = Create();
        var exchange = Exchange(200, 200, consumer: FakeExchange.NewConsumer("alice"));
        metrics.Record(exchange, 1, MetricSet.PerConsumer);
        metrics.Record(exchange, 1);

        // The same object is the next request of the connection: it counts again.
        metrics.Record(exchange, 1, MetricSet.PerConsumer);
        metrics.Record(exchange, 1);

        string text = Scrape(metrics);
        AssertLine(text, $"kong_http_requests_total{{{Route},code=\"200\",source=\"service\",workspace=\"default\",consumer=\"alice\"}} 2");
        Assert.DoesNotContain("consumer=\"\"", text, StringComparison.Ordinal);
        AssertLine(text, $"kong_request_latency_ms_count{{{Route},workspace=\"default\"}} 2");
    }

    [Fact]
    public void Record_nothing_by_default_leaves_it_to_the_plugin()
    {
        var metrics = Create(MetricSet.None);
        metrics.Record(Exchange(200, 200), 1);
        Assert.DoesNotContain("kong_http_requests_total", Scrape(metrics), StringComparison.Ordinal);

        metrics.Record(Exchange(200, 200), 1, MetricSet.StatusCode);
        string text = Scrape(metrics);
        Assert.Contains("kong_http_requests_total", text, StringComparison.Ordinal);
        Assert.DoesNotContain("kong_bandwidth_bytes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("latency_ms", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_tries_are_told_apart()
    {
        var metrics = Create();
        var exchange = Exchange(200, 200);
        exchange.Tries.Add(new UpstreamTry { State = "failed" });
        exchange.Tries.Add(new UpstreamTry { State = "next" });
        exchange.Tries.Add(default);
        metrics.Record(exchange, 1);

        string text = Scrape(metrics);
        AssertLine(text, "gatehouse_upstream_tries_total{result=\"ok\"} 1");
        AssertLine(text, "gatehouse_upstream_tries_total{result=\"failed\"} 2");
    }

    [Fact]
    public void Record_same_route_object_with_another_service_takes_its_name()
    {
        var metrics = Create();
        var route = FakeExchange.NewRoute();
        metrics.Record(Exchange(200, 200).On(route, FakeExchange.NewService("old")), 1);
        metrics.Record(Exchange(200, 200).On(route, FakeExchange.NewService("new")), 1);
        Assert.Contains("service=\"old\"", Scrape(metrics), StringComparison.Ordinal);
        Assert.Contains("service=\"new\"", Scrape(metrics), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_more_consumers_than_allowed_are_folded()
    {
        var metrics = Create(registry: new MetricsRegistry(1, maxSeriesPerMetric: 3));
        var route = FakeExchange.NewRoute();
        for (int i = 0; i < 10; i++)
        {
            metrics.Record(Exchange(200, 200).On(route, FakeExchange.NewService(), FakeExchange.NewConsumer($"c{i}")), 1, MetricSet.PerConsumer);
        }

        string text = Scrape(metrics);
        Assert.Contains("consumer=\"c2\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("consumer=\"c3\"", text, StringComparison.Ordinal);
        Assert.Matches("kong_http_requests_total\\{[^}]*consumer=\"overflow\"\\} 7\n", text);
    }

    [Fact]
    public void Record_allocates_nothing()
    {
        var metrics = Create();
        var exchange = Exchange(200, 200, consumer: FakeExchange.NewConsumer("alice"));
        exchange.Rejection = RejectionReason.ClientAborted;
        exchange.Tries.Add(default);
        metrics.Record(exchange, 1, MetricSet.PerConsumer);
        metrics.Record(exchange, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            metrics.Record(exchange, 1, MetricSet.PerConsumer);
            metrics.Record(exchange, 1);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void WriteTo_node_and_configuration_have_their_metrics()
    {
        var metrics = Create();
        metrics.Node.Status = new FakeStatus();
        metrics.Node.UpstreamHealth = () => [new UpstreamTargetHealth("up", "t:80", "10.0.0.1:80", "healthy")];
        Assert.DoesNotContain("target_health", Scrape(metrics), StringComparison.Ordinal);
        metrics.Node.WantUpstreamHealth();
        metrics.Configuration.Applied("0123456789abcdef0123456789abcdef", DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500));
        metrics.Configuration.Rejected();

        string text = Scrape(metrics);

        AssertLine(text, "kong_nginx_connections_total{node_id=\"n\",subsystem=\"http\",state=\"active\"} 3");
        AssertLine(text, "kong_nginx_connections{node_id=\"n\",subsystem=\"http\",state=\"waiting\"} 6");
        AssertLine(text, "kong_nginx_requests_total{node_id=\"n\",subsystem=\"http\"} 7");
        AssertLine(text, "kong_node_info{node_id=\"n\",version=\"3.9.1\"} 1");
        AssertLine(text, "kong_upstream_target_health{upstream=\"up\",target=\"t:80\",address=\"10.0.0.1:80\",state=\"healthy\",subsystem=\"http\"} 1");
        AssertLine(text, "kong_upstream_health_status{upstream=\"up\",target=\"t:80\",address=\"10.0.0.1:80\",state=\"dns_error\",subsystem=\"http\"} 0");
        AssertLine(text, "gatehouse_config_last_reload_successful 0");
        AssertLine(text, "gatehouse_config_last_reload_success_timestamp_seconds 1700000000.5");
        AssertLine(text, "gatehouse_config_reloads_total{result=\"applied\"} 1");
        AssertLine(text, "gatehouse_config_info{hash=\"0123456789abcdef0123456789abcdef\"} 1");
    }

    [Fact]
    public async Task WriteTo_lost_log_lines_are_exposed()
    {
        var target = new FakeLogTarget { Fails = true };
        using var log = new AccessLog(
            new LogSerializer(_time), new LogStream(new LogSink("test", target), 1, TimeProvider.System, flushMilliseconds: 1));
        var metrics = Create();
        metrics.Node.AccessLog = log;
        log.Write(new FakeExchange());
        await target.EnteredAsync();
        log.Dispose();

        AssertLine(Scrape(metrics), "gatehouse_access_log_errors_total 1");
        AssertLine(Scrape(metrics), "gatehouse_access_log_dropped_total 0");
    }

    [Fact]
    public void WriteTo_every_line_is_of_the_text_format()
    {
        var metrics = Create();
        metrics.Node.Status = new FakeStatus();
        metrics.Record(Exchange(200, 200).On(FakeExchange.NewRoute("r\\ \"q\"\nü"), FakeExchange.NewService()), 1);
        ExpositionChecker.Check(Scrape(metrics));
    }

    private GatewayMetrics Create(
        MetricSet set = MetricSet.StatusCode | MetricSet.Latency | MetricSet.Bandwidth, MetricsRegistry? registry = null)
        => new(registry ?? new MetricsRegistry(2), new GatewayMetricsOptions { Default = set, NodeId = "n" }, _time);

    private static FakeExchange Exchange(int status, int upstreamStatus, ConsumerConfig? consumer = null)
    {
        var exchange = new FakeExchange().On(SharedRoute, SharedService, consumer);
        exchange.Response.Status = status;
        exchange.UpstreamStatus = upstreamStatus;
        exchange.Timings.Started = ManualTime.At(0);
        exchange.Timings.AccessDone = ManualTime.At(2);
        exchange.Timings.UpstreamHead = upstreamStatus == 0 ? 0 : ManualTime.At(32);
        exchange.Timings.Completed = ManualTime.At(45);
        return exchange;
    }

    private static readonly RouteConfig SharedRoute = FakeExchange.NewRoute();
    private static readonly ServiceConfig SharedService = FakeExchange.NewService();

    private static void AssertLine(string text, string line)
        => Assert.Contains("\n" + line + "\n", "\n" + text, StringComparison.Ordinal);

    private static string Scrape(GatewayMetrics metrics)
    {
        var output = new ArrayBufferWriter<byte>();
        metrics.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private sealed class FakeStatus : INodeStatus
    {
        public long ConnectionsAccepted => 1;

        public long ConnectionsHandled => 2;

        public long ConnectionsActive => 3;

        public long ConnectionsReading => 4;

        public long ConnectionsWriting => 5;

        public long ConnectionsWaiting => 6;

        public long TotalRequests => 7;

        public string ConfigurationHash => "";

        public bool IsDraining { get; set; }
    }
}
