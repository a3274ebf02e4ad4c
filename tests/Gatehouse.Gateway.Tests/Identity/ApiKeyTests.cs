using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class ApiKeyTests
{
    [Fact]
    public void Created_key_is_well_formed_and_no_two_are_alike()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => ApiKey.Create("gh")).ToArray();
        Assert.Equal(100, keys.Distinct().Count());
        Assert.All(keys, k => Assert.Matches("^gh_[0-9A-Za-z]{38}$", k));
        Assert.All(keys, k => Assert.True(ApiKey.IsWellFormed(k), k));
    }

    [Fact]
    public void Mistyped_or_cut_key_is_not_well_formed()
    {
        string key = ApiKey.Create("shop1");
        Assert.All(Enumerable.Range(0, key.Length), i => Assert.False(ApiKey.IsWellFormed(key.Remove(i, 1)), $"without {i}"));
        Assert.All(Enumerable.Range(0, key.Length), i => Assert.False(ApiKey.IsWellFormed($"{key[..i]}{(key[i] == 'x' ? 'y' : 'x')}{key[(i + 1)..]}"), $"other {i}"));
    }

    [Theory]
    [InlineData("gh", true)]
    [InlineData("a1b2c3d4e5f6g7h8", true)]
    [InlineData("", false)]
    [InlineData("1a", false)]
    [InlineData("GH", false)]
    [InlineData("a_b", false)]
    [InlineData("a1b2c3d4e5f6g7h8i", false)]
    public void Prefix_is_short_lower_case(string prefix, bool isPrefix) => Assert.Equal(isPrefix, ApiKey.IsPrefix(prefix));

    [Fact]
    public void Hash_is_the_form_that_declarations_take()
        => Assert.Equal("sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", ApiKey.HashOf("foo"));
}
