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
