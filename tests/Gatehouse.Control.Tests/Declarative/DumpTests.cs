using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>What <c>GET /config</c> shows of secrets, and what becomes of it when it is posted back.</summary>
public sealed class DumpTests
{
    private const string Secrets = """
        consumers:
        - username: bob
          jwt_secrets: [{key: bob-app, secret: sesame-1}]
          hmacauth_credentials: [{username: bob, secret: sesame-2}]
          oauth2_credentials: [{name: a, client_id: bob-client, client_secret: sesame-3}]
        plugins:
        - {name: http-log, config: {http_endpoint: 'http://a.test/sesame-4', headers: {x: sesame-5}}}
        """;

    [Fact]
    public void Secret_is_shown_as_a_marker_and_what_is_no_secret_as_it_is()
    {
        string shown = DeclarativeWriter.Write(Loading.Load(Loading.V3(Secrets)).ReadEntities());

        Assert.DoesNotContain("sesame", shown, StringComparison.Ordinal);
        Assert.Equal(5, shown.Split("\"***\"").Length - 1);
        Assert.Contains("bob-app", shown, StringComparison.Ordinal);
        Assert.Contains("bob-client", shown, StringComparison.Ordinal);
    }

    // A marker taken for a secret would be one that everybody knows.
    [Fact]
    public void Marker_that_comes_back_is_refused_with_path_and_remedy()
    {
        var errors = Loading.Load(DeclarativeWriter.Write(Loading.Load(Loading.V3(Secrets)).ReadEntities())).Errors;

        Assert.Equal(
            ["hmacauth_credentials[0].secret", "jwt_secrets[0].secret", "oauth2_credentials[0].client_secret", "plugins[0].config.headers", "plugins[0].config.http_endpoint"],
            errors.Select(e => e.Path).Order(StringComparer.Ordinal));
        Assert.All(errors, e => Assert.Equal("this is the marker of a hidden value, not the value", e.Message));
        Assert.All(errors, e => Assert.Contains("{vault://env/NAME}", e.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void References_and_digests_come_back_as_they_were()
    {
        const string Hash = "$pbkdf2-sha512$i=10000,l=32$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        var loader = Loading.Loader(new Dictionary<string, string> { ["S"] = "sesame" });
        var first = loader.Load(Loading.V3($$"""
            consumers:
            - username: bob
              jwt_secrets: [{key: bob-app, secret: '{vault://env/s}'}]
              oauth2_credentials: [{name: a, client_id: bob-client, client_secret: '{{Hash}}', hash_secret: true}]
            """));
        Assert.Empty(first.Errors);
        string shown = DeclarativeWriter.Write(first.ReadEntities());
        var second = loader.Load(shown);

        Assert.Empty(second.Errors);
        Assert.True(JsonNode.DeepEquals(first.ReadEntities(), second.ReadEntities()), shown);
        Assert.Equal("sesame", second.Config!.JwtSecrets[0].Secret);
        Assert.Contains(Hash, shown, StringComparison.Ordinal);
    }

    // Without hash_secret the same text is the secret itself.
    [Fact]
    public void Client_secret_that_only_looks_hashed_is_hidden()
    {
        const string Plain = "$pbkdf2-sha512$i=10000,l=32$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        string shown = DeclarativeWriter.Write(Loading.Load(Loading.V3(
            $"consumers: [{{username: bob, oauth2_credentials: [{{name: a, client_id: c, client_secret: '{Plain}'}}]}}]\n")).ReadEntities());

        Assert.DoesNotContain("pbkdf2", shown, StringComparison.Ordinal);
    }
}
