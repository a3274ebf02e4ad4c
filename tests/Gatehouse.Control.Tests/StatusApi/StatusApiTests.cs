using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Tests.AdminApi;
using Xunit;

namespace Gatehouse.Control.Tests.StatusApi;

public sealed class StatusApiTests : IAsyncLifetime
{
    private readonly ControlApis _apis = new();

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Fact]
    public async Task Status_on_both_apis_has_figures_and_hash()
    {
        foreach (var client in new[] { _apis.Admin, _apis.Status })
        {
            using var response = await client.GetAsync("/status");
            var status = await ControlApis.JsonAsync(response);
            Assert.Equal(42, status["server"]!["total_requests"]!.GetValue<int>());
            Assert.Equal(5, status["server"]!["connections_active"]!.GetValue<int>());
            Assert.Equal(new string('0', 32), status["configuration_hash"]!.GetValue<string>());
            Assert.EndsWith(" MiB", status["memory"]!["workers_lua_vms"]![0]!["http_allocated_gc"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.True(status["database"]!["reachable"]!.GetValue<bool>());
            Assert.False(status.ContainsKey("configuration_errors"));
        }
    }

    [Theory]
    [InlineData("unit=k&scale=0", @"^\d+ KiB$")]
    [InlineData("unit=G&scale=4", @"^\d+\.\d{4} GiB$")]
    [InlineData("unit=m", @"^\d+\.\d{2} MiB$")]
    [InlineData("unit=b", @"^\d+$")]
    public async Task Status_memory_follows_unit_and_scale(string query, string pattern)
    {
        using var response = await _apis.Status.GetAsync("/status?" + query);
        Assert.Matches(pattern, (await ControlApis.JsonAsync(response))["memory"]!["workers_lua_vms"]![0]!["http_allocated_gc"]!.ToString());
    }

    [Theory]
    [InlineData("unit=x")]
    [InlineData("scale=-1")]
    [InlineData("scale=21")]
    [InlineData("scale=a")]
    public async Task Status_with_a_wrong_query_is_400(string query)
    {
        using var response = await _apis.Status.GetAsync("/status?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Status_shows_why_the_last_configuration_was_refused()
    {
        await _apis.Host.LoadAsync("broken", new LoadOptions("test"), CancellationToken.None);
        using var response = await _apis.Status.GetAsync("/status");
        var errors = Assert.IsType<JsonArray>((await ControlApis.JsonAsync(response))["configuration_errors"]);
        Assert.Equal("services[0].host: required field missing", errors[0]!.GetValue<string>());
        Assert.Equal(2, errors.Count);
    }

    [Fact]
    public async Task Ready_needs_a_configuration()
    {
        using var before = await _apis.Status.GetAsync("/status/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        await _apis.Host.LoadAsync("one", new LoadOptions("test"), CancellationToken.None);
        using var after = await _apis.Status.GetAsync("/status/ready");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal("ready", await ControlApis.MessageAsync(after));
    }

    [Theory]
    [InlineData("application/json", """{"status":"draining"}""")]
    [InlineData("application/x-www-form-urlencoded", "status=draining")]
    public async Task Ready_is_503_while_draining(string type, string body)
    {
        await _apis.Host.LoadAsync("one", new LoadOptions("test"), CancellationToken.None);
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var post = await _apis.Status.PostAsync("/status/ready", content);
        Assert.Equal(HttpStatusCode.NoContent, post.StatusCode);
        Assert.True(_apis.Node.IsDraining);
        using var draining = await _apis.Status.GetAsync("/status/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, draining.StatusCode);

        using var again = new StringContent("""{"status":"ready"}""", Encoding.UTF8, "application/json");
        using var back = await _apis.Status.PostAsync("/status/ready", again);
        using var ready = await _apis.Status.GetAsync("/status/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Theory]
    [InlineData("""{"status":"sleeping"}""")]
    [InlineData("""{"status":1}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Ready_refuses_other_words(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _apis.Status.PostAsync("/status/ready", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(_apis.Node.IsDraining);
    }

    [Fact]
    public async Task Metrics_are_prometheus_text_on_both_apis()
    {
        foreach (var client in new[] { _apis.Admin, _apis.Status })
        {
            using var response = await client.GetAsync("/metrics");
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            Assert.Contains("kong_up 1\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }
}
