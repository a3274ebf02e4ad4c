using System.Text;
using Gatehouse.Core.Exchanges;
using Xunit;

namespace Gatehouse.Core.Tests.Exchanges;

public sealed class JsonClaimsTests
{
    private static readonly JsonClaims Claims = new("jwt", Encoding.UTF8.GetBytes(
        """{"sub":"bob","n":5,"esc":"a\u0062c","realm_access":{"roles":["a","b"],"x":{"y":true}},"https://a.test/role":"admin","sub2":null,"arr":[{"sub":"no"}]}"""));

    [Theory]
    [InlineData("sub", "\"bob\"", "bob")]
    [InlineData("n", "5", null)]
    [InlineData("esc", "\"a\\u0062c\"", "abc")]
    [InlineData("realm_access|roles", """["a","b"]""", null)]
    [InlineData("realm_access", """{"roles":["a","b"],"x":{"y":true}}""", null)]
    [InlineData("realm_access|x|y", "true", null)]
    [InlineData("https://a.test/role", "\"admin\"", "admin")]
    [InlineData("sub2", "null", null)]
    [InlineData("roles", null, null)]
    [InlineData("realm_access|sub", null, null)]
    [InlineData("sub|x", null, null)]
    [InlineData("arr|sub", null, null)]
    public void Claim_is_found_by_its_path(string path, string? json, string? text)
    {
        var claimPath = new ClaimPath(path.Split('|'));

        Assert.Equal(json is not null, Claims.TryGetJson(claimPath, out var found));
        Assert.Equal(json ?? "", Encoding.UTF8.GetString(found));
        Assert.Equal(text is not null, Claims.TryGetText(claimPath, out var foundText));
        Assert.Equal(text ?? "", Encoding.UTF8.GetString(foundText));
    }

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var path = new ClaimPath("realm_access", "roles");
        Claims.TryGetJson(path, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Claims.TryGetJson(path, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
