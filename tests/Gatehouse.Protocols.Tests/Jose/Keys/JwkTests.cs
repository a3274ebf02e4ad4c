using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose.Keys;

public sealed class JwkTests
{
    private const string X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private const string Zero32 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string Ed = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    private const string Good = $$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}" """;

    [Theory]
    // Not a JWK at all.
    [InlineData("", JoseError.JsonMalformed)]
    [InlineData("[]", JoseError.JsonNotAnObject)]
    [InlineData("{}", JoseError.KeyMemberMissing)]
    [InlineData("""{"kty":1}""", JoseError.KeyMemberInvalid)]
    [InlineData("""{"kty":"ec"}""", JoseError.KeyTypeUnknown)]
    [InlineData("""{"kty":"AKP"}""", JoseError.KeyTypeUnknown)]
    [InlineData(Good + ""","kty":"EC"}""", JoseError.JsonDuplicateMember)]
    [InlineData(Good + ""","x":"AA"}""", JoseError.JsonDuplicateMember)]
    // What it may be used for.
    [InlineData(Good + ""","use":"enc"}""", JoseError.KeyUse)]
    [InlineData(Good + ""","use":"SIG"}""", JoseError.KeyUse)]
    [InlineData(Good + ""","use":1}""", JoseError.KeyMemberInvalid)]
    [InlineData(Good + ""","key_ops":[]}""", JoseError.KeyUse)]
    [InlineData(Good + ""","key_ops":["sign"]}""", JoseError.KeyUse)]
    [InlineData(Good + ""","key_ops":["encrypt","deriveKey"]}""", JoseError.KeyUse)]
    [InlineData(Good + ""","key_ops":"verify"}""", JoseError.KeyMemberInvalid)]
    [InlineData(Good + ""","key_ops":["verify",1]}""", JoseError.KeyMemberInvalid)]
    [InlineData(Good + ""","key_ops":["verify","verify"]}""", JoseError.KeyMemberInvalid)]
    [InlineData(Good + ""","alg":"ES384"}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","alg":"RS256"}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","alg":"HS256"}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","alg":"none"}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","alg":"ECDH-ES"}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","alg":1}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","alg":null}""", JoseError.KeyAlgorithm)]
    [InlineData(Good + ""","kid":1}""", JoseError.KeyMemberInvalid)]
    // Curves and points.
    [InlineData($$"""{"kty":"EC","x":"{{X}}","y":"{{Y}}"}""", JoseError.KeyMemberMissing)]
    [InlineData($$"""{"kty":"EC","crv":"secp256k1","x":"{{X}}","y":"{{Y}}"}""", JoseError.KeyCurveUnknown)]
    [InlineData($$"""{"kty":"EC","crv":"p-256","x":"{{X}}","y":"{{Y}}"}""", JoseError.KeyCurveUnknown)]
    [InlineData($$"""{"kty":"EC","crv":"Ed25519","x":"{{X}}","y":"{{Y}}"}""", JoseError.KeyCurveUnknown)]
    [InlineData($$"""{"kty":"EC","crv":1,"x":"{{X}}","y":"{{Y}}"}""", JoseError.KeyCurveUnknown)]
    [InlineData($$"""{"kty":"EC","crv":"P-384","x":"{{X}}","y":"{{Y}}"}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}"}""", JoseError.KeyMemberMissing)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","y":"{{Y}}"}""", JoseError.KeyMemberMissing)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{X}}"}""", JoseError.KeyPointInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{Y}}","y":"{{X}}"}""", JoseError.KeyPointInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{Zero32}}","y":"{{Zero32}}"}""", JoseError.KeyPointInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"AA"}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":""}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"AAAA{{X}}","y":"{{Y}}"}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":"{{X}}=","y":"{{Y}}"}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"EC","crv":"P-256","x":["{{X}}"],"y":"{{Y}}"}""", JoseError.KeyMemberInvalid)]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"_____wAAAAEAAAAAAAAAAAAAAAD_______________8","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""", JoseError.KeyPointInvalid)]
    // Edwards curves.
    [InlineData($$"""{"kty":"OKP","crv":"X25519","x":"{{Ed}}"}""", JoseError.KeyCurveUnknown)]
    [InlineData($$"""{"kty":"OKP","crv":"P-256","x":"{{Ed}}"}""", JoseError.KeyCurveUnknown)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519"}""", JoseError.KeyMemberMissing)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AAAA"}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"OKP","crv":"Ed448","x":"{{Ed}}"}""", JoseError.KeyMemberInvalid)]
    [InlineData($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Ed}}","alg":"ES256"}""", JoseError.KeyAlgorithm)]
    [InlineData($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Ed}}","alg":"Ed448"}""", JoseError.KeyAlgorithm)]
    [InlineData($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Zero32}}"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"7P_______________________________________38"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"8P_______________________________________38"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"8P________________________________________8"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed448","x":"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed448","x":"AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}""", JoseError.KeyPointInvalid)]
    [InlineData("""{"kty":"OKP","crv":"Ed448","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", JoseError.KeyPointInvalid)]
    // Secrets.
    [InlineData("""{"kty":"oct"}""", JoseError.KeyMemberMissing)]
    [InlineData("""{"kty":"oct","k":""}""", JoseError.KeyTooShort)]
    [InlineData("""{"kty":"oct","k":"c2VjcmV0"}""", JoseError.KeyTooShort)]
    [InlineData("""{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", JoseError.KeyTooShort)]
    [InlineData($$"""{"kty":"oct","k":"{{Zero32}}","alg":"HS512"}""", JoseError.KeyTooShort)]
    [InlineData($$"""{"kty":"oct","k":"{{Zero32}}","alg":"RS256"}""", JoseError.KeyAlgorithm)]
    [InlineData($$"""{"kty":"oct","k":"{{Zero32}}","alg":"A256KW"}""", JoseError.KeyAlgorithm)]
    [InlineData($$"""{"kty":"oct","k":"{{Zero32}}=="}""", JoseError.KeyMemberInvalid)]
    // RSA.
    [InlineData("""{"kty":"RSA"}""", JoseError.KeyMemberMissing)]
    [InlineData("""{"kty":"RSA","n":"AQAB"}""", JoseError.KeyMemberMissing)]
    [InlineData("""{"kty":"RSA","e":"AQAB"}""", JoseError.KeyMemberMissing)]
    [InlineData("""{"kty":"RSA","n":"","e":"AQAB"}""", JoseError.KeyMemberInvalid)]
    [InlineData("""{"kty":"RSA","n":"AAAA","e":"AQAB"}""", JoseError.KeyMemberInvalid)]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", JoseError.KeyTooShort)]
    [InlineData("""{"kty":"RSA","n":65537,"e":"AQAB"}""", JoseError.KeyMemberInvalid)]
    public void TryReadJwk_bad_key_is_refused(string jwk, JoseError expected) => Assert.Equal(expected, ErrorOf(jwk, JoseKeyPolicy.Default));

    [Theory]
    [InlineData(512, JoseError.KeyTooShort)]
    [InlineData(1024, JoseError.KeyTooShort)]
    [InlineData(2040, JoseError.KeyTooShort)]
    public void TryReadJwk_short_rsa_key_is_refused_unless_the_policy_takes_it(int bits, JoseError expected)
    {
        using var rsa = RSA.Create(bits);
        string jwk = TestKeys.RsaJwk(rsa.ExportParameters(false));

        Assert.Equal(expected, ErrorOf(jwk, JoseKeyPolicy.Default));
        Assert.Equal(expected, PemErrorOf(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(TestKeys.Jwk(jwk, new JoseKeyPolicy { MinimumRsaBits = bits }));
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0, 0, 1 })]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 1 })]
    public void TryReadJwk_weak_exponent_is_refused(byte[] exponent) =>
        Assert.Equal(JoseError.KeyWeak, ErrorOf(TestKeys.RsaJwk(new RSAParameters { Modulus = TestKeys.Rsa.ExportParameters(false).Modulus, Exponent = exponent }), JoseKeyPolicy.Default));

    [Fact]
    public void TryReadJwk_modulus_out_of_the_ordinary_is_refused()
    {
        byte[] Modulus(int bytes, byte last) => [0x80, .. new byte[bytes - 2], last];
        JoseError Of(byte[] modulus, JoseKeyPolicy policy) => ErrorOf(TestKeys.RsaJwk(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] }), policy);

        Assert.Equal(JoseError.KeyWeak, Of(Modulus(256, 2), JoseKeyPolicy.Default));
        Assert.Equal(JoseError.KeyTooLong, Of(Modulus(1025, 1), JoseKeyPolicy.Default));
        Assert.Equal(JoseError.KeyTooLong, Of(Modulus(1025, 1), new JoseKeyPolicy { MaximumRsaBits = 100_000 }));
        Assert.Equal(JoseError.KeyTooLong, Of(Modulus(257, 1), new JoseKeyPolicy { MaximumRsaBits = 2048 }));
        Assert.Equal(JoseError.KeyTooShort, Of([0x7F, .. new byte[254], 1], JoseKeyPolicy.Default));
    }

    [Fact]
    public void TryReadJwk_rsa_numbers_with_leading_zeros_are_the_same_key()
    {
        var p = TestKeys.Rsa.ExportParameters(false);
        var key = TestKeys.Jwk(TestKeys.RsaJwk(new RSAParameters { Modulus = [0, .. p.Modulus!], Exponent = [0, .. p.Exponent!] }));

        Assert.Equal(TestKeys.For(JoseAlgorithm.RS256).Verifying.Thumbprint(), key.Thumbprint());
        Assert.Equal(JoseError.None, Tokens.Check(Tokens.Signed(TestKeys.For(JoseAlgorithm.RS256).Signing, JoseAlgorithm.RS256), key));
    }

    [Theory]
    [InlineData(Good + ""","use":"sig","key_ops":["verify"],"alg":"ES256","kid":"a","x5c":[],"ext":true}""")]
    [InlineData(Good + ""","d":"not a number at all","oth":1}""")]
    [InlineData($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Ed}}","d":"!"}""")]
    public void TryReadJwk_private_members_are_ignored_for_verification(string jwk) =>
        Assert.False(TestKeys.Jwk(jwk, JoseKeyPolicy.Default).CanSign);

    [Theory]
    [InlineData(Good + ""","d":""}""", JoseError.KeyMemberInvalid)]
    [InlineData(Good + ""","d":"AA"}""", JoseError.KeyMemberInvalid)]
    [InlineData(Good + $$""","d":"{{Zero32}}"}""", JoseError.KeyPointInvalid)]
    [InlineData(Good + $$""","d":"{{X}}"}""", JoseError.KeyPointInvalid)]
    [InlineData($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Ed}}","d":"{{X}}"}""", JoseError.KeyPointInvalid)]
    [InlineData($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Ed}}","d":"AA"}""", JoseError.KeyMemberInvalid)]
    public void TryReadJwk_private_part_of_another_key_is_refused(string jwk, JoseError expected) => Assert.Equal(expected, ErrorOf(jwk, JoseKeyPolicy.Signing));

    [Fact]
    public void TryReadJwk_rsa_private_parts_that_do_not_fit_are_refused()
    {
        var p = TestKeys.Rsa.ExportParameters(true);
        var other = p;
        using var stranger = RSA.Create(2048);
        other.D = stranger.ExportParameters(true).D;
        other.DP = stranger.ExportParameters(true).DP;
        string whole = TestKeys.RsaJwk(p);

        Assert.Equal(JoseError.KeyMemberInvalid, ErrorOf(TestKeys.RsaJwk(other), JoseKeyPolicy.Signing));
        Assert.Equal(JoseError.KeyMemberMissing, ErrorOf(whole.Replace("\"qi\"", "\"iq\"", StringComparison.Ordinal), JoseKeyPolicy.Signing));
        Assert.Equal(JoseError.KeyMemberInvalid, ErrorOf(TestKeys.RsaJwk(p, ",\"oth\":[]"), JoseKeyPolicy.Signing));
    }

    [Theory]
    [InlineData("Ed25519", "AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Ed25519", "AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA")]
    [InlineData("Ed448", "AwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TryReadJwk_point_on_an_edwards_curve_is_taken(string curve, string x) =>
        Assert.NotNull(TestKeys.Jwk($$"""{"kty":"OKP","crv":"{{curve}}","x":"{{x}}"}""", JoseKeyPolicy.Default));

    [Fact]
    public void TryReadJwk_policy_narrows_the_algorithms()
    {
        var only = new JoseKeyPolicy { Algorithms = JoseAlgorithmSet.Of(JoseAlgorithm.RS256, JoseAlgorithm.ES256) };

        Assert.Equal(JoseAlgorithmSet.Of(JoseAlgorithm.RS256), TestKeys.Jwk(TestKeys.For(JoseAlgorithm.RS256).PublicJwk, only).Algorithms);
        Assert.Equal(JoseAlgorithmSet.Rsa, TestKeys.For(JoseAlgorithm.RS256).Verifying.Algorithms);
        Assert.Equal(JoseError.KeyAlgorithm, ErrorOf(TestKeys.For(JoseAlgorithm.EdDSA).PublicJwk, only));
        Assert.Equal(JoseError.KeyAlgorithm, ErrorOf(TestKeys.For(JoseAlgorithm.HS256).PublicJwk, new JoseKeyPolicy { Algorithms = JoseAlgorithmSet.Asymmetric }));
    }

    [Theory]
    [InlineData(31, null, "")]
    [InlineData(32, null, "HS256")]
    [InlineData(48, null, "HS256 HS384")]
    [InlineData(64, null, "HS256 HS384 HS512")]
    [InlineData(6, 6, "HS256 HS384 HS512")]
    [InlineData(5, 6, "")]
    [InlineData(1, 1, "HS256 HS384 HS512")]
    [InlineData(0, 0, "")]
    public void TryFromSecret_length_decides_what_it_may_do(int length, int? minimum, string expected)
    {
        var policy = new JoseKeyPolicy { MinimumSecretBytes = minimum };
        bool made = JoseKey.TryFromSecret(new byte[length], policy, out var key, out var error);

        Assert.Equal(expected, made ? string.Join(' ', TestKeys.Algorithms.Where(key!.Algorithms.Contains)) : "");
        Assert.Equal(expected.Length > 0 ? JoseError.None : JoseError.KeyTooShort, error);
    }

    [Fact]
    public void TryFromSecret_keeps_a_copy()
    {
        byte[] secret = new byte[32];
        var key = TestKeys.Secret(secret);
        string token = Tokens.Signed(key, JoseAlgorithm.HS256);
        secret[0] = 1;

        Assert.Equal(JoseError.None, Tokens.Check(token, key));
    }

    [Fact]
    public void ToString_says_nothing_of_the_key() => Assert.All(TestKeys.Algorithms, a => Assert.Equal(TestKeys.For(a).Signing.Type.ToString(), TestKeys.For(a).Signing.ToString()));

    private static JoseError ErrorOf(string jwk, JoseKeyPolicy policy)
    {
        Assert.False(JoseKey.TryReadJwk(Encoding.UTF8.GetBytes(jwk), policy, out var key, out var error));
        Assert.Null(key);
        return error;
    }

    private static JoseError PemErrorOf(string pem)
    {
        Assert.False(JoseKey.TryReadPem(pem, JoseKeyPolicy.Default, out var key, out var error));
        Assert.Null(key);
        return error;
    }
}
