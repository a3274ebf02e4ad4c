using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

public sealed class TokenClaimsTests
{
    [Theory]
    [InlineData("""{"sub":"a","aud":["x"]}""", null, """{"sub":"a","aud":["x"]}""")]
    [InlineData(null, """{"sub":"b"}""", """{"sub":"b"}""")]
    [InlineData(null, null, "{}")]
    [InlineData("""{"sub":"a","n":1.50}""", """{"sub":"b","email":"e\u00e9"}""", """{"sub":"a","n":1.50,"email":"e\u00E9"}""")]
    public void Json_of_two_tokens_prefers_the_access_token(string? access, string? id, string expected)
        => Assert.Equal(expected, Encoding.UTF8.GetString(new TokenClaims(Of(access), Of(id)).Json.Span));

    private static JsonClaims? Of(string? json) => json is null ? null : new JsonClaims("test", Encoding.UTF8.GetBytes(json));
}
