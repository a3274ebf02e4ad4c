using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class NodeEndpointTests : IAsyncLifetime
{
    private readonly ControlApis _apis = new();

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Fact]
    public async Task Root_tells_what_clients_read()
    {
        await _apis.Host.LoadAsync("with cors", new LoadOptions("test"), CancellationToken.None);
        using var response = await _apis.Admin.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var root = await ControlApis.JsonAsync(response);
        Assert.Matches(@"^\d+\.\d+", root["version"]!.GetValue<string>());
        Assert.Equal("community", root["edition"]!.GetValue<string>());
        Assert.Equal("01234567-89ab-4def-8123-456789abcdef", root["node_id"]!.GetValue<string>());
        Assert.Equal("off", root["configuration"]!["database"]!.GetValue<string>());
        Assert.Equal(2000, root["plugins"]!["available_on_server"]!["cors"]!["priority"]!.GetValue<int>());
        Assert.Equal("cors", Assert.Single(Assert.IsType<JsonArray>(root["plugins"]!["enabled_in_cluster"]))!.GetValue<string>());
        Assert.Equal(2, Assert.IsType<JsonArray>(root["pids"]!["workers"]).Count);
    }

    [Fact]
    public async Task Every_answer_has_the_headers_of_kong()
    {
        using var response = await _apis.Admin.GetAsync("/absent");
        Assert.Equal("kong/3.9.1", response.Headers.GetValues("Server").Single());
        Assert.True(int.TryParse(response.Headers.GetValues("X-Kong-Admin-Latency").Single(), out _));
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", response.Headers.GetValues("Access-Control-Allow-Credentials").Single());
    }

    [Theory]
    [InlineData("GET", "/absent", 404, "Not found")]
    [InlineData("POST", "/absent", 404, "Not found")]
    [InlineData("GET", "/services", 404, "Not found")]
    [InlineData("DELETE", "/", 405, "Method not allowed")]
    [InlineData("PUT", "/config", 405, "Method not allowed")]
    [InlineData("POST", "/status", 405, "Method not allowed")]
    [InlineData("POST", "/services", 405, "cannot create 'services' entities when not using a database")]
    [InlineData("PUT", "/services/x", 405, "cannot create or update 'services' entities when not using a database")]
    [InlineData("PATCH", "/routes/x", 405, "cannot update 'routes' entities when not using a database")]
    [InlineData("DELETE", "/consumers/x", 405, "cannot remove 'consumers' entities when not using a database")]
    [InlineData("POST", "/consumers/x/key-auth", 405, "cannot create 'keyauth_credentials' entities when not using a database")]
    [InlineData("POST", "/upstreams/u/targets/", 405, "cannot create 'targets' entities when not using a database")]
    public async Task Refusals_have_kongs_words(string method, string path, int status, string message)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _apis.Admin.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        var body = await ControlApis.JsonAsync(response);
        Assert.Equal(message, body["message"]!.GetValue<string>());
        Assert.Equal(message.StartsWith("cannot", StringComparison.Ordinal), body["code"]?.GetValue<int>() == 12);
    }

    [Theory]
    [InlineData("/", "GET, HEAD, OPTIONS")]
    [InlineData("/config", "GET, HEAD, OPTIONS, POST")]
    public async Task Options_lists_the_methods(string path, string allow)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        using var response = await _apis.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
        Assert.Equal(allow, response.Headers.GetValues("Access-Control-Allow-Methods").Single());
    }

    [Fact]
    public async Task Head_has_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await _apis.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Status_api_does_not_answer_for_the_admin_api()
    {
        using var config = await _apis.Status.GetAsync("/config");
        Assert.Equal(HttpStatusCode.NotFound, config.StatusCode);
        using var root = await _apis.Status.GetAsync("/");
        Assert.Equal(HttpStatusCode.NotFound, root.StatusCode);
        using var write = await _apis.Status.PostAsync("/services", null);
        Assert.Equal(HttpStatusCode.NotFound, write.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", null, 403)]
    [InlineData("localhost", null, 200)]
    [InlineData("127.0.0.1:8001", null, 200)]
    [InlineData("gateway.example", null, 200)]
    [InlineData("localhost", "https://evil.example", 403)]
    [InlineData("localhost", "http://203.0.113.1", 403)]
    [InlineData("localhost", "null", 403)]
    [InlineData("localhost", "http://localhost:8002", 200)]
    [InlineData("localhost", "http://127.0.0.1:8002", 200)]
    [InlineData("localhost", "https://gateway.example", 200)]
    public async Task Web_pages_are_kept_off_a_loopback_address(string host, string? origin, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await _apis.Admin.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }
}
