using System.Text;
using Gatehouse.Gateway.Identity.OpenId;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.OpenId;

public class ProviderMetadataTests
{
    private static readonly ProviderSource Source = ProviderSource.Of("http://kc.internal:8080/realms/a", ["https://id.test/realms/a"], verifyTls: true);

    [Theory]
    [InlineData("https://id.test/realms/a", "https://id.test/.well-known/openid-configuration", false)]
    [InlineData("https://id.test/realms/a", "https://id.test/realms/a/.well-known/openid-configuration", true)]
    [InlineData("https://id.test/realms/a/", "https://id.test/realms/a/.well-known/openid-configuration", true)]
    [InlineData("https://id.test/realms/a/.well-known/openid-configuration", "https://id.test/realms/a/.well-known/openid-configuration", true)]
    public void Issuer_leads_to_its_document(string issuer, string document, bool isIt)
        => Assert.Equal(isIt, ProviderSource.Of(issuer, [], true).Discovery.AbsoluteUri == document);

    [Theory]
    [InlineData("http://kc.internal:8080/realms/a", true)]
    [InlineData("http://kc.internal:8080/realms/a/", true)]
    [InlineData("https://id.test/realms/a", true)]
    [InlineData("https://id.test/realms/b", false)]
    [InlineData("https://id.test.evil/realms/a", false)]
    public void Document_may_call_itself_what_the_operator_wrote(string issuer, bool isAccepted)
        => Assert.Equal(isAccepted, Read(issuer, "http://kc.internal:8080/keys") is not null);

    [Theory]
    [InlineData("http://kc.internal:8080/keys", "SameOrigin")]
    [InlineData("https://id.test/keys", "SameOrigin")]
    [InlineData("https://keys.test/", "Public")]
    [InlineData("http://other.internal/keys", "Public")]
    [InlineData("ftp://kc.internal/keys", null)]
    public void Links_reach_as_far_as_the_operator_wrote(string keys, string? reach)
        => Assert.Equal(reach, Read("https://id.test/realms/a", keys)?.Keys.Reach.ToString());

    [Theory]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"issuer":"https://id.test/realms/a"}""")]
    [InlineData("""{"issuer":"https://id.test/realms/a","issuer":"https://id.test/realms/a","jwks_uri":"https://id.test/"}""")]
    [InlineData("""{"issuer":["https://id.test/realms/a"],"jwks_uri":"https://id.test/"}""")]
    public void Document_that_is_none_is_refused(string json) => Assert.Null(ProviderMetadata.Read(Encoding.UTF8.GetBytes(json), Source));

    private static ProviderMetadata? Read(string issuer, string keys)
        => ProviderMetadata.Read(Encoding.UTF8.GetBytes($$"""{"issuer":"{{issuer}}","jwks_uri":"{{keys}}"}"""), Source);
}
