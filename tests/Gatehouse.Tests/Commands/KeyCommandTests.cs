using Gatehouse.Commands;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Tests.Commands;

public sealed class KeyCommandTests : IDisposable
{
    private readonly CommandLine _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task Key_is_printed_with_the_declaration_that_lets_it_in()
    {
        Assert.Equal(0, await _line.RunAsync("key", "--prefix", "shop", "--consumer", "alice"));
        string[] lines = _line.Out.ToString().Split('\n');

        string key = lines[0]["key: ".Length..];
        Assert.StartsWith("shop_", key, StringComparison.Ordinal);
        Assert.True(ApiKey.IsWellFormed(key));
        Assert.Equal(["keyauth_credentials:", "- consumer: alice", $"  key_hash: {ApiKey.HashOf(key)}"], lines[2..5]);
        Assert.True(SecretDigest.TryParse(ApiKey.HashOf(key), out _));
    }

    [Fact]
    public async Task Key_with_an_end_is_printed_with_the_moment()
    {
        Assert.Equal(0, await _line.RunAsync("key", "--consumer", "alice", "--valid-for", "90d"));
        Assert.Equal("  expires_at: 1807776000  # 2027-04-15 08:00:00Z", _line.Out.ToString().Split('\n')[5]);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("0.5")]
    [InlineData("")]
    public async Task Life_wrong_is_2_and_prints_no_key(string validFor)
    {
        Assert.Equal(2, await _line.RunAsync("key", "--valid-for", validFor));
        Assert.Equal("", _line.Out.ToString());
        Assert.Contains("--valid-for", _line.Error.ToString(), StringComparison.Ordinal);
    }

    // The declaration could not be loaded, or named another consumer.
    [Theory]
    [InlineData("a: b")]
    [InlineData("true")]
    [InlineData("007")]
    [InlineData("#1 \"best\" \\ customer")]
    [InlineData("jürgen@example.com")]
    public async Task Declaration_loads_whatever_the_consumer_is_called(string consumer)
    {
        Assert.Equal(0, await _line.RunAsync("key", "--consumer", consumer));
        string declaration = string.Join('\n', _line.Out.ToString().Split('\n')[2..]);
        string name = System.Text.Json.JsonSerializer.Serialize(consumer);
        _line.Write("kong.yml", $"_format_version: '3.0'\nconsumers: [{{username: {name}}}]\n{declaration}");
        _line.Out.GetStringBuilder().Clear();
        Assert.Equal(0, await _line.RunAsync("check", "kong.yml"));
        Assert.Equal("kong.yml: ok\n", _line.Out.ToString());
    }

    // Of a name with a colon the declaration of 'password' was no YAML either.
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("a.b@c-d_e", "a.b@c-d_e")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("", "\"\"")]
    [InlineData("- x", "\"- x\"")]
    public void Name_is_quoted_where_yaml_would_misread_it(string name, string written) => Assert.Equal(written, YamlName.Of(name));

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("a_b")]
    public async Task Prefix_wrong_is_2_and_prints_no_key(string prefix)
    {
        Assert.Equal(2, await _line.RunAsync("key", "--prefix", prefix));
        Assert.Equal("", _line.Out.ToString());
        Assert.Contains("--prefix", _line.Error.ToString(), StringComparison.Ordinal);
    }
}
