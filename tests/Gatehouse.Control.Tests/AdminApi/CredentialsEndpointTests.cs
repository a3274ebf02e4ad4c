using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Secrets;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class CredentialsEndpointTests : IAsyncLifetime
{
    private const string Document = """
        _format_version: '3.0'
        consumers:
        - username: alice
          keyauth_credentials:
          - {id: 00000000-0000-4000-8000-000000000001, key: canary-old, valid_until: 2000000000, replaced_by: the new one, created_at: 1000}
          - {id: 00000000-0000-4000-8000-000000000002, key: canary-new, ttl: 60, created_at: 1000}
          basicauth_credentials: [{id: 00000000-0000-4000-8000-000000000003, username: alice, password: canary-password}]
          hmacauth_credentials: [{username: alice, secret: canary-secret}]
          jwt_secrets: [{key: alice, secret: canary-secret}]
          oauth2_credentials: [{name: app, client_id: app, client_secret: canary-secret, redirect_uris: ['http://a.test']}]
          mtls_auth_credentials: [{subject_name: alice.test}]
        - {id: 0b0b0b0b-0000-4000-8000-000000000002, custom_id: b, keyauth_credentials: [{key: canary-bob}]}
        """;

    private readonly ControlApis _apis = new()
    {
        DeclarativeReader = new DeclarativeReader(new DeclarativeLoader(new ControlApis.FakeCatalog(), new EnvVaultResolver(), TimeProvider.System)),
    };

    public async Task InitializeAsync()
    {
        await _apis.InitializeAsync();
        var outcome = await _apis.Host.LoadAsync(Document, new LoadOptions("test"), CancellationToken.None);
        Assert.Equal((LoadStatus.Applied, 0), (outcome.Status, outcome.Errors.Count));
    }

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Fact]
    public async Task Credentials_are_listed_with_dates_and_last_use_and_without_secrets()
    {
        _apis.Node.Uses["00000000-0000-4000-8000-000000000001"] = 1_700_000_040;

        var page = await GetAsync("/credentials");

        var data = Assert.IsType<JsonArray>(page["data"]);
        Assert.Equal(
            ["keyauth_credentials", "keyauth_credentials", "keyauth_credentials", "basicauth_credentials", "hmacauth_credentials", "jwt_secrets", "oauth2_credentials", "mtls_auth_credentials"],
            data.Select(c => c!["kind"]!.GetValue<string>()));
        string alice = data[0]!["consumer"]!["id"]!.GetValue<string>();
        Assert.Equal(
            $$"""{"id":"00000000-0000-4000-8000-000000000001","kind":"keyauth_credentials","consumer":{"id":"{{alice}}","username":"alice"},"created_at":1000,"expires_at":null,"valid_until":2000000000,"replaced_by":"the new one","last_used":1700000040}""",
            data[0]!.ToJsonString());
        Assert.Equal((1060, null), (data[1]!["expires_at"]!.GetValue<long>(), data[1]!["last_used"]));
        Assert.Null(data[2]!["consumer"]!["username"]);
        Assert.Null(page["next"]);
        Assert.DoesNotContain("canary", page.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_cover_all_credentials_once()
    {
        var ids = new List<string>();
        string? next = "/credentials?size=3&consumer=alice";
        for (int pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 10);
            var page = await GetAsync(next);
            ids.AddRange(page["data"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal((7, 7), (ids.Count, ids.Distinct().Count()));
    }

    [Theory]
    [InlineData("consumer=0B0B0B0B-0000-4000-8000-000000000002", 1)]
    [InlineData("consumer=nobody", 0)]
    [InlineData("consumer=", 8)]
    [InlineData("offset=8", 0)]
    [InlineData("offset=2147483647", 0)]
    public async Task Query_narrows_the_list(string query, int count)
        => Assert.Equal(count, (await GetAsync("/credentials?" + query))["data"]!.AsArray().Count);

    [Theory]
    [InlineData("size=0", "size must be an integer between 1 and 1000")]
    [InlineData("size=1001", "size must be an integer between 1 and 1000")]
    [InlineData("size=x", "size must be an integer between 1 and 1000")]
    [InlineData("offset=-1", "invalid offset")]
    [InlineData("offset=", "invalid offset")]
    public async Task Query_that_is_wrong_is_400(string query, string message)
    {
        using var response = await _apis.Admin.GetAsync("/credentials?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, message), (response.StatusCode, await ControlApis.MessageAsync(response)));
    }

    [Fact]
    public async Task Status_api_does_not_have_it()
    {
        using var response = await _apis.Status.GetAsync("/credentials");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        using var response = await _apis.Admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ControlApis.JsonAsync(response);
    }
}
