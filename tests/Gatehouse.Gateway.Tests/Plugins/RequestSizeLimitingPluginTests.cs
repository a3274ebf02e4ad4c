using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class RequestSizeLimitingPluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1, "bytes", 1, null, 0)]
    [InlineData(1, "bytes", 2, null, 413)]
    [InlineData(1, "kilobytes", 1024, null, 0)]
    [InlineData(1, "kilobytes", 1025, null, 413)]
    [InlineData(1, "kilobytes", 1025, "100-Continue ", 417)]
    [InlineData(1, "megabytes", 1048576, null, 0)]
    [InlineData(1, "megabytes", 1048577, "something", 413)]
    [InlineData(9007199254740991, "megabytes", 1048577, null, 0)]
    public async Task Access_declared_length_decides(long allowed, string unit, long length, string? expect, int status)
    {
        var exchange = new FakeExchange("POST").With("Content-Length", $"{length}");
        exchange.Request.ContentLength = length;
        _ = expect is null ? exchange : exchange.With("Expect", expect);

        await _bench.Build("request-size-limiting", $$"""{"allowed_payload_size":{{allowed}},"size_unit":"{{unit}}"}""")
            .AccessAsync(exchange);

        Assert.Equal(status, exchange.Answer.Status);
        Assert.Equal(status == 0 ? null : "Request size limit exceeded", exchange.Answer.Message);
    }

    [Fact]
    public void OnRequestBody_without_length_counts_while_streaming()
    {
        var exchange = new FakeExchange("POST");
        exchange.Request.ContentLength = null;
        var plugin = _bench.Build("request-size-limiting", """{"allowed_payload_size":10,"size_unit":"bytes"}""");

        Assert.True(plugin.OnRequestBody(exchange, new byte[10], 10));
        Assert.False(exchange.IsAnswered);
        Assert.False(plugin.OnRequestBody(exchange, new byte[1], 11));
        Assert.Equal(413, exchange.Answer.Status);
    }

    [Theory]
    [InlineData("0", 0L, 0)]
    [InlineData("5", 5L, 0)]
    [InlineData(null, 0L, 411)]
    [InlineData(null, null, 411)]
    public async Task Access_length_required_refuses_requests_without(string? header, long? length, int status)
    {
        var exchange = new FakeExchange("POST");
        _ = header is null ? exchange : exchange.With("Content-Length", header);
        exchange.Request.ContentLength = length;

        await _bench.Build("request-size-limiting", """{"require_content_length":true}""").AccessAsync(exchange);

        Assert.Equal(status, exchange.Answer.Status);
        Assert.Equal(status == 0 ? null : "A valid Content-Length header is required", exchange.Answer.Message);
    }

    [Fact]
    public async Task Access_default_config_allows_128_megabytes()
    {
        var exchange = new FakeExchange("POST");
        var plugin = _bench.Build("request-size-limiting");
        exchange.Request.ContentLength = 128L << 20;
        await plugin.AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        exchange.Request.ContentLength++;
        await plugin.AccessAsync(exchange);
        Assert.Equal(413, exchange.Answer.Status);
    }
}
