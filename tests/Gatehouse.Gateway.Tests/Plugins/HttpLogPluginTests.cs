using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class HttpLogPluginTests
{
    [Fact]
    public async Task Log_entry_is_posted_with_header_fields()
    {
        var endpoint = new FakeEndpoint();
        using var bench = new PluginBench(endpoint.Wrap);
        var plugin = bench.Build(
            "http-log",
            """{"http_endpoint":"http://us%40er:pa%3Ass@logs.test:8080/in?x=1","headers":{"X-Tenant":"t1"},"method":"PUT"}""");

        plugin.Log(new FakeExchange("POST", "/a").With("x-one", "1"));
        await plugin.DisposeAsync();

        var request = Assert.Single(endpoint.Requests);
        Assert.Equal("PUT http://logs.test:8080/in?x=1", request.Line);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal("t1", request.Headers["X-Tenant"]);
        Assert.Equal("Basic dXNAZXI6cGE6c3M=", request.Headers["Authorization"]);
        using var json = JsonDocument.Parse(request.Body);
        Assert.Equal("1", json.RootElement.GetProperty("request").GetProperty("headers").GetProperty("x-one").GetString());
    }

    [Fact]
    public async Task Log_batches_are_posted_as_an_array()
    {
        var endpoint = new FakeEndpoint();
        using var bench = new PluginBench(endpoint.Wrap);
        var plugin = bench.Build(
            "http-log", """{"http_endpoint":"http://logs.test/","queue":{"max_batch_size":3,"max_coalescing_delay":3600}}""");

        for (int i = 0; i < 4; i++)
        {
            plugin.Log(new FakeExchange("GET", $"/{i}"));
        }

        await plugin.DisposeAsync();

        var uris = endpoint.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.EnumerateArray()
            .Select(e => e.GetProperty("request").GetProperty("uri").GetString()));
        Assert.Equal([["/0", "/1", "/2"], ["/3"]], uris);
    }

    [Fact]
    public async Task Log_legacy_queue_size_is_the_batch_size()
    {
        var endpoint = new FakeEndpoint();
        using var bench = new PluginBench(endpoint.Wrap);
        var plugin = bench.Build("http-log", """{"http_endpoint":"http://logs.test/","queue_size":2,"flush_timeout":3600}""");
        plugin.Log(new FakeExchange());
        plugin.Log(new FakeExchange());
        await plugin.DisposeAsync();
        Assert.Equal(2, JsonDocument.Parse(Assert.Single(endpoint.Requests).Body).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Log_endpoint_failing_is_retried_then_counted()
    {
        var endpoint = new FakeEndpoint { Status = HttpStatusCode.InternalServerError, FailuresLeft = 2 };
        using var bench = new PluginBench(endpoint.Wrap);
        var plugin = bench.Build("http-log", """{"http_endpoint":"http://logs.test/","queue":{"initial_retry_delay":0.001}}""");
        plugin.Log(new FakeExchange());
        await endpoint.ReceivedAsync(3);
        await plugin.DisposeAsync();
        Assert.Equal(3, endpoint.Requests.Count);
        Assert.Equal(0, bench.Services.Metrics.HttpLogLost.Value);

        endpoint.FailuresLeft = int.MaxValue;
        plugin = bench.Build("http-log", """{"http_endpoint":"http://logs.test/","queue":{"max_retry_time":-1}}""");
        plugin.Log(new FakeExchange());
        await plugin.DisposeAsync();
        Assert.Equal(1, bench.Services.Metrics.HttpLogLost.Value);
    }

    [Theory]
    [InlineData("""{"http_endpoint":"http://a.test","headers":{"HOST":"x"}}""", "headers: cannot contain 'Host' header")]
    [InlineData("""{"http_endpoint":"http://a.test","headers":{"content-LENGTH":"x"}}""", "headers: cannot contain 'Content-Length' header")]
    [InlineData("""{"http_endpoint":"http://a.test","headers":{"Content-Type":"x"}}""", "headers: cannot contain 'Content-Type' header")]
    [InlineData("""{"http_endpoint":"not a url"}""", "http_endpoint: missing host in url")]
    [InlineData("""{"http_endpoint":"ftp://a.test"}""", "http_endpoint: scheme must be http or https")]
    [InlineData("""{"http_endpoint":"http://u:p@a.test","headers":{"AuthoriZation":"x"}}""", "@entity: specifying both an 'Authorization' header and user info in 'http_endpoint' is not allowed")]
    public void Schema_refuses_what_Kong_refuses(string config, string error)
    {
        using var bench = new PluginBench();
        Assert.Equal([error], bench.Check("http-log", config));
    }

    [Theory]
    [InlineData("http-log", """{"http_endpoint":"http://a.test","custom_fields_by_lua":{"a":"return 1"}}""")]
    [InlineData("file-log", """{"path":"/dev/null","custom_fields_by_lua":{"a":"return 1"}}""")]
    public void Schema_lua_is_refused(string name, string config)
    {
        using var bench = new PluginBench();
        Assert.Equal(["custom_fields_by_lua: Lua code cannot run here"], bench.Check(name, config));
    }

    private sealed record Received(string Line, string? ContentType, Dictionary<string, string> Headers, byte[] Body);

    private sealed class FakeEndpoint : HttpMessageHandler
    {
        private readonly SemaphoreSlim _received = new(0);

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public int FailuresLeft { get; set; }

        public ConcurrentQueue<Received> Requests { get; } = [];

        public FakeEndpoint Wrap(SocketsHttpHandler handler)
        {
            Assert.False(handler.AllowAutoRedirect);
            Assert.False(handler.UseProxy);
            Assert.False(handler.UseCookies);
            handler.Dispose();
            return this;
        }

        public async Task ReceivedAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(await _received.WaitAsync(TimeSpan.FromSeconds(20)), $"only {i} requests came");
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            Requests.Enqueue(new Received(
                $"{request.Method} {request.RequestUri}",
                request.Content.Headers.ContentType?.ToString(),
                request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value)),
                body));
            _received.Release();
            return new HttpResponseMessage(FailuresLeft-- > 0 ? Status : HttpStatusCode.OK);
        }
    }
}
