using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Secrets;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class CredentialsEndpointTests : IAsyncLifetime
{
    private const string AliceKey = "6f0d0d59-6e9c-4f0b-9d0a-1f1f1f1f1f1f";

    private readonly ControlApis _apis = new()
    {
        DeclarativeReader = new DeclarativeReader(new DeclarativeLoader(new ControlApis.FakeCatalog(), new EnvVaultResolver(), TimeProvider.System)),
    };

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    // Last uses were noted, and nobody could read them.
    [Fact]
    public async Task Credentials_are_listed_with_their_last_use_and_without_a_secret()
    {
        await LoadAsync("""
            consumers:
            - username: alice
              custom_id: a-1
              keyauth_credentials:
              - {id: 6f0d0d59-6e9c-4f0b-9d0a-1f1f1f1f1f1f, key: secret-1, tags: [old], valid_until: 4102444800, replaced_by: the new one}
              - {key: secret-2, expires_at: 4102444801}
              basicauth_credentials: [{username: ali, password: secret-3}]
              hmacauth_credentials: [{username: hal, secret: secret-4}]
              jwt_secrets: [{key: issuer, secret: secret-5}]
              oauth2_credentials: [{name: app, client_id: client, client_secret: secret-6}]
              mtls_auth_credentials: [{subject_name: alice.test}]
            """);
        _apis.Usage.ById[AliceKey] = 1_700_000_040;

        using var response = await _apis.Admin.GetAsync("/credentials");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("secret-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256:", text, StringComparison.Ordinal);
        var body = JsonNode.Parse(text)!;
        Assert.Equal(0, body["left_out"]!.GetValue<int>());
        Assert.Equal(
            ["keyauth_credentials ", "keyauth_credentials ", "basicauth_credentials ali", "hmacauth_credentials hal", "jwt_secrets issuer", "oauth2_credentials client", "mtls_auth_credentials alice.test"],
            body["data"]!.AsArray().Select(d => $"{d!["kind"]} {d["name"]}"));
        var key = body["data"]![0]!;
        Assert.Equal(AliceKey, key["id"]!.GetValue<string>());
        Assert.Equal("""["old"]""", key["tags"]!.ToJsonString());
        Assert.Equal(("alice", "a-1"), (key["consumer"]!["username"]!.GetValue<string>(), key["consumer"]!["custom_id"]!.GetValue<string>()));
        Assert.Equal((1_700_000_040, 4102444800, "the new one"), (key["last_used"]!.GetValue<long>(), key["valid_until"]!.GetValue<long>(), key["replaced_by"]!.GetValue<string>()));
        Assert.Null(key["expires_at"]);
        Assert.Equal(4102444801, body["data"]![1]!["expires_at"]!.GetValue<long>());
        Assert.All(body["data"]!.AsArray().Skip(1), d => Assert.Null(d!["last_used"]));
    }

    [Theory]
    [InlineData("bob", 1)]
    [InlineData("b-1", 1)]
    [InlineData("0B0B0B0B-0000-4000-8000-000000000001", 1)]
    public async Task Credentials_of_one_consumer_are_asked_for_by_any_of_its_names(string name, int count)
    {
        await LoadAsync("""
            consumers:
            - {username: alice, keyauth_credentials: [{key: a}]}
            - {username: bob, custom_id: b-1, id: 0b0b0b0b-0000-4000-8000-000000000001, keyauth_credentials: [{key: b}]}
            """);
        using var response = await _apis.Admin.GetAsync($"/credentials?consumer={name}");
        var data = Assert.IsType<JsonArray>((await ControlApis.JsonAsync(response))["data"]);
        Assert.Equal(count, data.Count);
        Assert.Equal("bob", data[0]!["consumer"]!["username"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_consumer_is_404()
    {
        await LoadAsync("consumers: [{username: alice}]");
        using var response = await _apis.Admin.GetAsync("/credentials?consumer=nobody");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("there is no consumer of this user name, custom_id or id", await ControlApis.MessageAsync(response));
    }

    [Fact]
    public async Task Long_list_says_how_many_are_left_out()
    {
        var text = new StringBuilder("consumers: [{username: alice}]\nkeyauth_credentials:\n");
        for (int i = 0; i < 1003; i++)
        {
            text.Append("- {consumer: alice, key: k").Append(i).Append("}\n");
        }

        await LoadAsync(text.ToString());
        using var response = await _apis.Admin.GetAsync("/credentials");
        var body = await ControlApis.JsonAsync(response);
        Assert.Equal((1000, 3), (body["data"]!.AsArray().Count, body["left_out"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Status_api_does_not_have_it()
    {
        using var response = await _apis.Status.GetAsync("/credentials");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private async Task LoadAsync(string body)
        => Assert.Equal(LoadStatus.Applied, (await _apis.Host.LoadAsync("_format_version: '3.0'\n" + body, new LoadOptions("test"), CancellationToken.None)).Status);
}
