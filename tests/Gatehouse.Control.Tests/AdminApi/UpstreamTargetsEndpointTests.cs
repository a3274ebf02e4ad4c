using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Secrets;
using Gatehouse.Core.Diagnostics;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class UpstreamTargetsEndpointTests : IAsyncLifetime
{
    private const string UpstreamId = "11111111-1111-4111-8111-111111111111", TargetId = "22222222-2222-4222-8222-222222222222";

    private readonly ControlApis _apis = new()
    {
        DeclarativeReader = new DeclarativeReader(new DeclarativeLoader(new ControlApis.FakeCatalog(), new EnvVaultResolver(), TimeProvider.System)),
    };

    public async Task InitializeAsync()
    {
        await _apis.InitializeAsync();
        using var content = new StringContent(
            $$"""
            _format_version: "3.0"
            upstreams:
            - {name: orders, id: {{UpstreamId}}, targets: [{target: a.test, id: {{TargetId}}}, {target: "b.test:9000", weight: 50}, {target: "idle.test:80", weight: 0}]}
            """,
            new System.Net.Http.Headers.MediaTypeHeaderValue("text/yaml"));
        Assert.Equal(HttpStatusCode.Created, (await _apis.Admin.PostAsync("/config", content)).StatusCode);
        _apis.Health.Report = new UpstreamReport(IsChecked: true, IsHealthy: true,
        [
            new TargetReport("a.test:8000", "a.test", 8000, true, 100,
            [
                new AddressReport(IPEndPoint.Parse("10.0.0.1:8000"), 100, true, null),
                new AddressReport(IPEndPoint.Parse("10.0.0.2:8000"), 100, false, "3 bad answers of requests"),
            ]),
            new TargetReport("b.test:9000", "b.test", 9000, false, 50, [new AddressReport(IPEndPoint.Parse("[::1]:9000"), 50, false, "set by an operator")]),
        ]);
    }

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Theory]
    [InlineData("orders")]
    [InlineData(UpstreamId)]
    public async Task Health_shows_each_target_in_the_shape_of_Kong(string upstream)
    {
        foreach (var client in new[] { _apis.Admin, _apis.Status })
        {
            var answer = await ControlApis.JsonAsync(await client.GetAsync($"/upstreams/{upstream}/health"));

            Assert.Equal("01234567-89ab-4def-8123-456789abcdef", answer["node_id"]!.GetValue<string>());
            var targets = answer["data"]!.AsArray();
            Assert.Equal(["HEALTHY", "UNHEALTHY", "HEALTHCHECKS_OFF"], targets.Select(t => t!["health"]!.GetValue<string>()));
            Assert.Equal((TargetId, UpstreamId), (targets[0]!["id"]!.GetValue<string>(), targets[0]!["upstream"]!["id"]!.GetValue<string>()));
            Assert.Equal(
                """{"host":"a.test","port":8000,"dns":"A","nodeWeight":100,"weight":{"total":200,"available":100,"unavailable":100},"addresses":[{"ip":"10.0.0.1","port":8000,"health":"HEALTHY","weight":100,"reason":null},{"ip":"10.0.0.2","port":8000,"health":"UNHEALTHY","weight":100,"reason":"3 bad answers of requests"}]}""",
                targets[0]!["data"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData(true, true, "HEALTHY")]
    [InlineData(true, false, "UNHEALTHY")]
    [InlineData(false, true, "HEALTHCHECKS_OFF")]
    public async Task Balancer_health_is_that_of_the_whole(bool isChecked, bool isHealthy, string expected)
    {
        _apis.Health.Report = _apis.Health.Report! with { IsChecked = isChecked, IsHealthy = isHealthy };
        var data = (await ControlApis.JsonAsync(await _apis.Admin.GetAsync("/upstreams/orders/health?balancer_health=1")))["data"]!;

        Assert.Equal((expected, UpstreamId), (data["health"]!.GetValue<string>(), data["id"]!.GetValue<string>()));
        Assert.Equal("""{"total":250,"available":100,"unavailable":150}""", data["details"]!["weight"]!.ToJsonString());
    }

    [Fact]
    public async Task Name_without_an_address_is_a_dns_error()
    {
        _apis.Health.Report = new UpstreamReport(true, false, [new TargetReport("a.test:8000", "a.test", 8000, true, 100, [])]);
        var answer = await ControlApis.JsonAsync(await _apis.Admin.GetAsync("/upstreams/orders/health"));

        Assert.Equal("DNS_ERROR", answer["data"]![0]!["health"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("PUT", "/upstreams/orders/targets/a.test:8000/unhealthy", 204, "a.test:8000 all unhealthy")]
    [InlineData("POST", "/upstreams/orders/targets/a.test:8000/healthy", 204, "a.test:8000 all healthy")]
    [InlineData("PUT", "/upstreams/orders/targets/a.test/healthy", 204, "a.test:8000 all healthy")]
    [InlineData("PUT", $"/upstreams/{UpstreamId}/targets/{TargetId}/healthy", 204, "a.test:8000 all healthy")]
    [InlineData("PUT", "/upstreams/orders/targets/a.test/10.0.0.1:8000/unhealthy", 204, "a.test:8000 10.0.0.1:8000 unhealthy")]
    [InlineData("PUT", "/upstreams/orders/targets/a.test/10.0.0.1/unhealthy", 204, "a.test:8000 10.0.0.1:8000 unhealthy")]
    [InlineData("PUT", "/upstreams/orders/targets/b.test:9000/healthy", 404, "b.test:9000 all healthy")]
    [InlineData("PUT", "/upstreams/orders/targets/a.test/nonsense/healthy", 404, null)]
    [InlineData("PUT", "/upstreams/orders/targets/b.test/healthy", 404, null)]
    [InlineData("PUT", "/upstreams/nobody/targets/a.test/healthy", 404, null)]
    [InlineData("DELETE", "/upstreams/orders/targets/a.test/healthy", 405, null)]
    [InlineData("GET", "/upstreams/orders/targets/a.test/healthy", 405, null)]
    [InlineData("PUT", "/upstreams/orders/health", 405, null)]
    [InlineData("GET", "/upstreams/nobody/health", 404, null)]
    [InlineData("POST", "/upstreams/orders/targets", 405, null)]
    [InlineData("PUT", "/upstreams/orders", 405, null)]
    [InlineData("GET", "/upstreams", 404, null)]
    [InlineData("GET", "/upstreams/orders", 404, null)]
    public async Task Word_of_an_operator_goes_to_the_target(string method, string path, int status, string? word)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.Equal(status, (int)(await _apis.Admin.SendAsync(request)).StatusCode);
        Assert.Equal(word is null ? [] : [word], _apis.Health.Words);
    }

    [Theory]
    [InlineData("/upstreams/orders/targets/a.test/healthy")]
    [InlineData("/upstreams/orders/targets")]
    public async Task Status_API_shows_health_and_takes_no_word(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _apis.Status.PutAsync(path, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _apis.Status.GetAsync(path)).StatusCode);
        Assert.Empty(_apis.Health.Words);
    }

    [Fact]
    public async Task Targets_are_listed()
    {
        var answer = await ControlApis.JsonAsync(await _apis.Admin.GetAsync("/upstreams/orders/targets"));

        Assert.Equal(["a.test:8000", "b.test:9000", "idle.test:80"], answer["data"]!.AsArray().Select(t => t!["target"]!.GetValue<string>()));
        Assert.Equal([100, 50, 0], answer["data"]!.AsArray().Select(t => t!["weight"]!.GetValue<int>()));
        Assert.Contains("next", answer);
    }
}
