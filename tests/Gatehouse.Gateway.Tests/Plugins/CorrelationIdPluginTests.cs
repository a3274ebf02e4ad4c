using System.Text.RegularExpressions;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class CorrelationIdPluginTests : IDisposable
{
    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("uuid", $"^{Uuid}$")]
    [InlineData("uuid#counter", $"^{Uuid}#[1-9][0-9]*$")]
    [InlineData("tracker", @"^127\.0\.0\.1-8000-[0-9]+-[0-9]+-7-[0-9]+\.[0-9]{3}$")]
    public async Task Access_without_id_makes_one(string generator, string pattern)
    {
        var exchange = new FakeExchange();
        exchange.Connection.Requests = 7;
        var plugin = _bench.Build("correlation-id", $$"""{"generator":"{{generator}}","echo_downstream":true}""");

        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);

        string? id = exchange.RequestHeader("Kong-Request-ID");
        Assert.Matches(new Regex(pattern), id);
        Assert.Equal(id, exchange.ResponseHeader("Kong-Request-ID"));
    }

    [Fact]
    public async Task Access_counter_counts_up()
    {
        var plugin = _bench.Build("correlation-id");
        var first = new FakeExchange();
        var second = new FakeExchange();
        await plugin.AccessAsync(first);
        await plugin.AccessAsync(second);

        string[] a = first.RequestHeader("Kong-Request-ID")!.Split('#');
        string[] b = second.RequestHeader("Kong-Request-ID")!.Split('#');
        Assert.Equal(a[0], b[0]);
        Assert.Equal(int.Parse(a[1]) + 1, int.Parse(b[1]));
    }

    [Theory]
    [InlineData("abc", true)]
    [InlineData("", false)]
    public async Task Access_id_of_the_client_is_kept_unless_empty(string sent, bool isKept)
    {
        var exchange = new FakeExchange().With("kong-request-id", sent);
        var plugin = _bench.Build("correlation-id", """{"echo_downstream":true,"generator":"uuid"}""");

        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);

        Assert.Equal(isKept, exchange.RequestHeader("Kong-Request-ID") == sent);
        Assert.Equal(exchange.RequestHeader("Kong-Request-ID"), exchange.ResponseHeader("Kong-Request-ID"));
    }

    [Fact]
    public void OnResponseHead_access_not_reached_makes_an_id()
    {
        var exchange = new FakeExchange();
        _bench.Build("correlation-id", """{"echo_downstream":true,"header_name":"X-Id"}""").OnResponseHead(exchange);
        Assert.False(string.IsNullOrEmpty(exchange.ResponseHeader("X-Id")));
    }

    [Fact]
    public async Task OnResponseHead_echo_off_sends_nothing()
    {
        var exchange = new FakeExchange();
        var plugin = _bench.Build("correlation-id");
        await plugin.AccessAsync(exchange);
        plugin.OnResponseHead(exchange);
        Assert.Equal(0, exchange.Response.Headers.Count);
    }

    [Fact]
    public async Task Access_allocates_nothing()
    {
        var plugin = _bench.Build("correlation-id", """{"echo_downstream":true}""");
        var exchange = new FakeExchange();
        await plugin.AccessAsync(exchange);
        exchange.Request.Headers.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            var pending = plugin.AccessAsync(exchange);
            Assert.True(pending.IsCompletedSuccessfully);
            plugin.OnResponseHead(exchange);
            exchange.Request.Headers.Clear();
            exchange.Response.Headers.Clear();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // Host sent the request elsewhere, Content-Length broke its framing.
    [Theory]
    [InlineData("Host")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("connection")]
    [InlineData("Upgrade")]
    public void Header_that_frames_or_routes_is_refused(string name)
    {
        using var bench = new PluginBench();
        Assert.Equal(["header_name: this field has a meaning of its own and cannot carry an id"], bench.Check("correlation-id", $$"""{"header_name":"{{name}}"}"""));
    }
}
