using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Secrets;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class RateLimitsEndpointTests : IAsyncLifetime
{
    private readonly ControlApis _apis = new()
    {
        DeclarativeReader = new DeclarativeReader(new DeclarativeLoader(new ControlApis.FakeCatalog(), new EnvVaultResolver(), TimeProvider.System)),
    };

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Fact]
    public async Task Get_lists_instances_by_pages()
    {
        var first = await GetAsync("/rate-limits?size=2");
        Assert.Equal(["p", "q"], first["data"]!.AsArray().Select(p => p!["id"]!.GetValue<string>()));
        Assert.Equal("minute", first["data"]![0]!["limits"]![0]!["name"]!.GetValue<string>());

        var second = await GetAsync(first["next"]!.GetValue<string>());
        Assert.Equal(["r"], second["data"]!.AsArray().Select(p => p!["id"]!.GetValue<string>()));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Get_reads_counters_by_pages_of_a_hundred()
    {
        int seen = 0;
        for (string? next = "/rate-limits/p"; next is not null;)
        {
            var page = await GetAsync(next);
            Assert.InRange(page["data"]!.AsArray().Count, 1, 100);
            seen += page["data"]!.AsArray().Count;
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal(250, seen);
        var one = (await GetAsync($"/rate-limits/p/{0:x32}"))["data"]!.AsArray();
        Assert.Equal("""[{"limit":"minute","key":"00000000000000000000000000000000","max":10,"remaining":3,"reset":null}]""", one.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "/rate-limits/nobody", 404)]
    [InlineData("GET", "/rate-limits/p?size=0", 400)]
    [InlineData("GET", "/rate-limits/p?size=1001", 400)]
    [InlineData("GET", "/rate-limits/p?offset=-1", 400)]
    [InlineData("GET", "/rate-limits/p?offset=x", 400)]
    [InlineData("POST", "/rate-limits", 405)]
    [InlineData("DELETE", "/rate-limits", 405)]
    [InlineData("DELETE", "/rate-limits/p", 405)]
    [InlineData("DELETE", "/rate-limits/nobody/ip:10.0.0.1", 404)]
    [InlineData("DELETE", "/rate-limits/p/ip:10.0.0.1", 404)]
    [InlineData("DELETE", "/rate-limits/p/nothing", 400)]
    [InlineData("DELETE", "/rate-limits/p/10.0.0.1", 400)]
    [InlineData("GET", "/rate-limits/p/ip:nobody", 400)]
    [InlineData("GET", "/rate-limits/p/user:alice", 400)]
    [InlineData("DELETE", "/rate-limits/p/00000000000000000000000000000007", 204)]
    [InlineData("DELETE", "/config", 405)]
    [InlineData("DELETE", "/config/x", 404)]
    [InlineData("GET", "/rate-limits-not/p", 404)]
    public async Task Requests_are_answered(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _apis.Admin.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Delete_key_may_have_slashes_and_colons()
    {
        await _apis.Admin.DeleteAsync("/rate-limits/p/header:a%2Fb%20c");
        await _apis.Admin.DeleteAsync("/rate-limits/p/path:/a/b");

        Assert.Equal(["header:a/b c", "path:/a/b"], _apis.Limits.Keys);
    }

    [Fact]
    public async Task Key_that_is_none_says_what_keys_are()
        => Assert.Contains(
            "one of ip, consumer, header, path, a colon and a value",
            await (await _apis.Admin.GetAsync("/rate-limits/p/user:alice")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);

    // Counters of a consumer were found by its id alone: by its name there seemed to be none.
    [Fact]
    public async Task Key_may_name_a_consumer()
    {
        const string Document = """{"_format_version":"3.0","consumers":[{"username":"alice","id":"6f0d0d59-6e9c-4f0b-9d0a-1f1f1f1f1f1f"}]}""";
        var outcome = await _apis.Host.LoadAsync(Document, new LoadOptions("test"), CancellationToken.None);
        Assert.Equal(LoadStatus.Applied, outcome.Status);

        await _apis.Admin.DeleteAsync("/rate-limits/p/consumer:alice");
        await _apis.Admin.DeleteAsync("/rate-limits/p/consumer:bob");

        Assert.Equal(["consumer:6f0d0d59-6e9c-4f0b-9d0a-1f1f1f1f1f1f", "consumer:bob"], _apis.Limits.Keys);
    }

    [Fact]
    public async Task Status_api_has_no_counters()
        => Assert.Equal(HttpStatusCode.NotFound, (await _apis.Status.GetAsync("/rate-limits")).StatusCode);

    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await _apis.Admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ControlApis.JsonAsync(response);
    }
}
