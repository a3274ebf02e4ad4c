using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Secrets;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

/// <summary>The Admin API over the real declarative loader.</summary>
public sealed class RealConfigTests : IAsyncLifetime
{
    private readonly ControlApis _apis = new()
    {
        DeclarativeReader = new DeclarativeReader(new DeclarativeLoader(new ControlApis.FakeCatalog(), new EnvVaultResolver(), TimeProvider.System)),
    };

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Fact]
    public async Task Posted_configuration_serves_and_can_be_posted_back()
    {
        using var first = await PostAsync("/config", "_format_version: '3.0'\nservices:\n- name: echo\n  url: http://127.0.0.1:9000\n  routes:\n  - name: all\n    paths: [/]\n");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var entities = await ControlApis.JsonAsync(first);
        Assert.Single(Assert.IsType<JsonObject>(entities["services"]));
        Assert.Single(Assert.IsType<JsonObject>(entities["routes"]));

        using var get = await _apis.Admin.GetAsync("/config");
        var yaml = (await ControlApis.JsonAsync(get))["config"]!.GetValue<string>();
        using var second = await PostAsync("/config", yaml);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal("echo", Assert.Single(_apis.Target.Applied[^1].Services).Name);
        using var third = await PostAsync("/config?check_hash=1", yaml);
        Assert.Equal(HttpStatusCode.NotModified, third.StatusCode);
    }

    [Fact]
    public async Task Broken_configuration_is_told_by_entity()
    {
        using var response = await PostAsync("/config?flatten_errors=1", "_format_version: '3.0'\nservices:\n- name: echo\n  tags: [one]\n  port: 99999\n  host: h\n");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await ControlApis.JsonAsync(response);
        var error = Assert.Single(Assert.IsType<JsonArray>(body["flattened_errors"]))!;
        Assert.Equal("service", error["entity_type"]!.GetValue<string>());
        Assert.Equal("echo", error["entity_name"]!.GetValue<string>());
        Assert.Equal("declarative config is invalid: {services={{port=\"value should be between 0 and 65535\"}}}", body["message"]!.GetValue<string>());
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string yaml)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, "text/yaml");
        return await _apis.Admin.PostAsync(path, content);
    }
}
