using System.Buffers;
using System.Text;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class PrometheusPluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{}", "consumer=\"\"")]
    [InlineData("""{"per_consumer":true}""", "consumer=\"alice\"")]
    public void Log_per_consumer_fills_the_label(string config, string label)
    {
        var exchange = new FakeExchange().On(FakeExchange.NewRoute(), FakeExchange.NewService(), FakeExchange.NewConsumer("alice"));
        exchange.Response.Status = 200;

        _bench.Build("prometheus", config).Log(exchange);
        _bench.Services.Metrics.Record(exchange, 0);

        Assert.Matches($"kong_http_requests_total\\{{[^}}]*{label}\\}} 1\n", Scrape());
    }

    [Fact]
    public void Build_upstream_health_turns_it_on_for_the_node()
    {
        _bench.Services.Metrics.Node.UpstreamHealth = () => [new UpstreamTargetHealth("u", "t", "", "dns_error")];
        _bench.Build("prometheus");
        Assert.DoesNotContain("kong_upstream_target_health", Scrape(), StringComparison.Ordinal);
        _bench.Build("prometheus", """{"upstream_health_metrics":true}""");
        Assert.Contains("kong_upstream_target_health", Scrape(), StringComparison.Ordinal);
    }

    private string Scrape()
    {
        var output = new ArrayBufferWriter<byte>();
        _bench.Services.Metrics.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
