using System.Text.Json.Nodes;
using Gatehouse.Control.Secrets;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Vault references, and secrets that must not show.</summary>
public sealed class SecretTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["LOG_URL"] = "https://log.test/x",
        ["SAFE_LOG_URL"] = "https://safe.test",
        ["LOG_URL_PREVIOUS"] = "https://old.test",
        ["LOGIN"] = """{"url":"https://json.test","n":5}""",
        ["CODED"] = "aHR0cHM6Ly9iNjQudGVzdA==",
    };

    [Theory]
    [InlineData("{vault://env/log-url}", "https://log.test/x")]
    [InlineData("{vault://env/log_url#2}", "https://old.test")]
    [InlineData("{vault://env/login/url}", "https://json.test")]
    [InlineData("{vault://env/login/n}", "5")]
    [InlineData("{vault://env/log-url?prefix=safe_}", "https://safe.test")]
    [InlineData("{vault://my-env/log-url}", "https://safe.test")]
    [InlineData("{vault://env/coded?base64_decode=true}", "https://b64.test")]
    public void Reference_is_resolved(string reference, string value)
    {
        var result = Loading.Loader(Environment).Load(Document(reference));

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal(value, (string?)result.Config!.Plugins[0].Config["http_endpoint"]);
    }

    [Theory]
    [InlineData("{vault://env/absent}")]
    [InlineData("{vault://env/login/absent}")]
    [InlineData("{vault://env/log-url/x}")]
    [InlineData("{vault://aws/log-url}")]
    [InlineData("{vault://env/log-url#3}")]
    public void Reference_that_cannot_be_resolved_becomes_empty_with_a_warning(string reference)
    {
        var result = Loading.Loader(Environment).Load(Document(reference));

        Assert.Equal("", (string?)result.Config!.Plugins[0].Config["http_endpoint"]);
        Assert.Equal("plugins[0].config.http_endpoint", result.Warnings.Single().Path);
    }

    // Some of these passed for references and for URLs at once, and building the plugin threw.
    [Theory]
    [InlineData("{vault://}")]
    [InlineData("{vault://env}")]
    [InlineData("{vault://env/}")]
    [InlineData("{vault:///name}")]
    [InlineData("{vault://env//key}")]
    [InlineData("{vault://env/name")]
    [InlineData("{vault://env/coded?base64_decode=true#x}")]
    public void Malformed_reference_is_refused_in_every_field_that_takes_one(string reference)
    {
        var errors = Loading.Load(Loading.V3($$$"""
            plugins:
            - name: http-log
              config: {http_endpoint: '{{{reference}}}', headers: {x: '{{{reference}}}'}}
            """)).Errors;

        Assert.Equal(["plugins[0].config.http_endpoint", "plugins[0].config.headers"], errors.Select(e => e.Path));
        Assert.All(errors, e => Assert.Equal(("not a valid vault reference", "***"), (e.Message, e.Value)));
        Assert.All(errors, e => Assert.Contains("{vault://env/NAME}", e.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void Reference_in_a_map_is_resolved_and_elsewhere_stays_text()
    {
        var plugin = Loading.Loader(Environment).Load(Loading.V3("""
            plugins:
            - name: http-log
              tags: ['{vault:env log-url}']
              config: {http_endpoint: 'https://a.test', headers: {x: '{vault://env/log-url}'}}
            """)).Config!.Plugins[0];

        Assert.Equal("https://log.test/x", (string?)plugin.Config["headers"]!["x"]);
        Assert.Equal(["{vault:env log-url}"], plugin.Tags!);
    }

    [Fact]
    public void Entities_keep_the_reference()
    {
        var result = Loading.Loader(Environment).Load(Document("{vault://env/log-url}"));

        string shown = result.ReadEntities().ToJsonString();
        Assert.Contains("vault://env/log-url", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("log.test", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_show_in_no_error()
    {
        var result = Loading.Load(Loading.V3("""
            certificates:
            - {cert: sesame-1, key: sesame-2, tags: [t]}
            plugins:
            - {name: http-log, config: {http_endpoint: sesame-3, headers: {x: 5}, misspelt: sesame-4}}
            - {name: unknown-one, config: {password: sesame-5, list: [sesame-6]}}
            """));

        string shown = string.Join('\n', result.Errors) + result.ErrorFields.ToJsonString() + result.FlattenErrors().Flattened.ToJsonString();
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{vault://env/a}", "env", "a", null, 1)]
    [InlineData("{vault://v/a%2Fb/c/d#2}", "v", "a/b", "c/d", 2)]
    public void Reference_is_parsed(string text, string vault, string resource, string? key, int version)
    {
        var reference = VaultReference.Parse(text)!;

        Assert.Equal((vault, resource, key, version), (reference.Vault, reference.Resource, reference.Key, reference.Version));
    }

    [Theory]
    [InlineData("vault://env/a")]
    [InlineData("x {vault://env/a}")]
    [InlineData("{vault:///a}")]
    [InlineData("{vault://env/}")]
    public void Text_that_is_no_reference_is_not_parsed(string text) => Assert.Null(VaultReference.Parse(text));

    private static string Document(string endpoint) => new JsonObject
    {
        ["_format_version"] = "3.0",
        ["plugins"] = new JsonArray(new JsonObject { ["name"] = "http-log", ["config"] = new JsonObject { ["http_endpoint"] = endpoint } }),
        ["vaults"] = new JsonArray(new JsonObject { ["name"] = "env", ["prefix"] = "my-env", ["config"] = new JsonObject { ["prefix"] = "SAFE_" } }),
    }.ToJsonString();
}
