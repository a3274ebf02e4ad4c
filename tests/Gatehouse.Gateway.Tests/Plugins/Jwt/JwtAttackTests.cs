using System.Buffers.Text;
using System.Text;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>Tokens that somebody has put together to get in, or that are no tokens.</summary>
public sealed class JwtAttackTests : IDisposable
{
    private readonly PluginBench _bench = new(config: JwtCompany.Config);

    public static TheoryData<string> Algorithms => [.. JwtKeys.Algorithms];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Token_with_a_changed_signature_or_payload_is_refused(string algorithm)
    {
        string[] parts = JwtKeys.Token($$"""{"iss":"app-{{algorithm}}"}""", algorithm).Split('.');
        string other = JwtKeys.Token($$"""{"iss":"app-{{algorithm}}","admin":true}""", algorithm).Split('.')[1];
        string flipped = (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..];
        foreach (string token in (string[])[$"{parts[0]}.{parts[1]}.{flipped}", $"{parts[0]}.{other}.{parts[2]}", $"{parts[0]}.{parts[1]}.{JwtKeys.Text(Base64Url.DecodeFromChars(parts[2])[..^3])}"])
        {
            await CheckRefusedAsync("{}", "/", "Authorization: Bearer " + token, "Invalid signature");
        }

        Assert.Equal(0, _bench.Node.Tokens.Count);
    }

    [Fact]
    public async Task Algorithm_comes_from_the_credential()
    {
        byte[] pem = Encoding.ASCII.GetBytes(JwtKeys.PublicPem("RS256")!);
        (string Token, string Message)[] table =
        [
            (JwtKeys.Forged(pem, """{"alg":"HS256"}""", """{"iss":"app-RS256"}"""), "Invalid algorithm"),
            (JwtKeys.Forged(pem, """{"alg":"RS256"}""", """{"iss":"app-RS256"}"""), "Invalid signature"),
            (JwtKeys.Forged(pem, """{"alg":"HS256"}""", """{"iss":"app"}"""), "Invalid signature"),
            (JwtKeys.Forged([], """{"alg":"HS256"}""", """{"iss":"app"}"""), "Invalid signature"),
            (JwtKeys.Token("""{"iss":"app-RS256"}""", "RS512"), "Invalid algorithm"),
            (JwtKeys.Token("""{"iss":"app-RS256"}""", "PS256"), "Invalid algorithm"),
            (JwtKeys.Token("""{"iss":"app"}""", "RS256"), "Invalid algorithm"),
            (JwtKeys.Token("""{"iss":"app"}""", "HS512"), "Invalid algorithm"),
            (JwtKeys.Parts("""{"alg":"none"}""", """{"iss":"app"}""", ""), "Bad token; invalid alg"),
            (JwtKeys.Parts("""{"alg":"nOnE"}""", """{"iss":"app"}""", ""), "Bad token; invalid alg"),
            (JwtKeys.Parts("""{"alg":"None"}""", """{"iss":"app"}"""), "Bad token; invalid alg"),
            (JwtKeys.Parts("""{"alg":"hs256"}""", """{"iss":"app"}"""), "Bad token; invalid alg"),
            (JwtKeys.Parts("""{"alg":"HS256","alg":"none"}""", """{"iss":"app"}"""), "Bad token; invalid JSON"),
            (JwtKeys.Token("""{"iss":"app"}""", more: ""","jwk":{"kty":"oct","k":"AA"},"jku":"http://evil.test/","kid":"../../dev/null" """), ""),
        ];
        foreach (var (token, message) in table)
        {
            if (message.Length > 0)
            {
                await CheckRefusedAsync("{}", "/", "Authorization: Bearer " + token, message);
            }
            else
            {
                var exchange = new FakeExchange().With("Authorization", "Bearer " + token);
                await _bench.Build("jwt").AccessAsync(exchange);
                Assert.False(exchange.IsAnswered);
            }
        }
    }

    [Fact]
    public async Task Token_that_cannot_be_read_is_refused_in_Kongs_words()
    {
        (string Token, string Message)[] table =
        [
            ("x", "Bad token; invalid JSON"),
            ("a.b", "Bad token; invalid JSON"),
            ("!!.e30.c2ln", "Bad token; invalid JSON"),
            (JwtKeys.Parts("{", "{}"), "Bad token; invalid JSON"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", "{"), "Bad token; invalid JSON"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":"app","iss":"app"}"""), "Bad token; invalid JSON"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", "{\"iss\":" + new string('[', 100)), "Bad token; invalid JSON"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":"app"}""", "c2l="), "Bad token; invalid signature"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":"app"}""", ""), "Bad token; invalid signature"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", "5"), "Bad token; invalid claims"),
            (JwtKeys.Parts("""{"typ":"JWT"}""", "{}"), "Bad token; invalid alg"),
            (JwtKeys.Parts("""{"alg":5}""", "{}"), "Bad token; invalid alg"),
            (JwtKeys.Parts("""{"alg":"RSA-OAEP","enc":"A128GCM"}""", "x", "c2ln.c2ln.c2ln"), "Bad token; encrypted tokens (JWE) are not accepted"),
            (JwtKeys.Token("""{"iss":"app"}""", more: ""","crit":["exp"],"exp":1"""), "Bad token; the token needs an extension that is not supported"),
            (JwtKeys.Token("""{"iss":"app"}""", more: ""","b64":false"""), "Bad token; unencoded payloads (b64) are not accepted"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", "{}"), "No mandatory 'iss' in claims"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":null}"""), "No mandatory 'iss' in claims"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":""}"""), "Invalid 'iss' in claims"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":["app"]}"""), "Invalid 'iss' in claims"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":"nobody"}"""), "No credentials found for given 'iss'"),
            (JwtKeys.Parts("""{"alg":"HS256"}""", """{"iss":"no-secret"}"""), "Invalid key/secret"),
            (JwtKeys.Token("""{"iss":"no-pem"}""", "RS256"), "Invalid key/secret"),
            (JwtKeys.Token("""{"iss":"other-pem"}""", "RS256"), "Invalid key/secret"),
        ];
        foreach (var (token, message) in table)
        {
            await CheckRefusedAsync("{}", "/", "Authorization: Bearer " + token, message);
        }
    }

    private async Task CheckRefusedAsync(string config, string target, string? headers, string message)
    {
        var exchange = JwtRequest.Of(target, headers);
        await _bench.Build("jwt", config).AccessAsync(exchange);
        Assert.Equal((401, message, null), (exchange.Answer.Status, exchange.Answer.Message, exchange.Consumer));
        Assert.Equal("Bearer error=\"invalid_token\"", exchange.ResponseHeader("WWW-Authenticate"));
    }
}
