using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>Every signed example of RFC 7515, 7519, 7520 and 8037, and what those RFCs show that is refused here.</summary>
public sealed class RfcExampleTests
{
    [Theory]
    [InlineData("7515 A.1", RfcVectors.A1Key, RfcVectors.A1)]
    [InlineData("7515 A.2", RfcVectors.A2Key, RfcVectors.A2)]
    [InlineData("7515 A.3", RfcVectors.A3Key, RfcVectors.A3)]
    [InlineData("7515 A.4", RfcVectors.A4Key, RfcVectors.A4)]
    [InlineData("7520 4.1", RfcVectors.BilboRsa, RfcVectors.FrodoRs256)]
    [InlineData("7520 4.2", RfcVectors.BilboRsa, RfcVectors.FrodoPs384)]
    [InlineData("7520 4.3", RfcVectors.BilboEc, RfcVectors.FrodoEs512)]
    [InlineData("7520 4.4", RfcVectors.FrodoSecret, RfcVectors.FrodoHs256)]
    [InlineData("8037 A.5", RfcVectors.EdKey, RfcVectors.EdToken)]
    public void Verify_example_accepts_it_and_nothing_near_it(string example, string jwk, string token)
    {
        foreach (var policy in (JoseKeyPolicy[])[JoseKeyPolicy.Default, JoseKeyPolicy.Signing])
        {
            var key = TestKeys.Jwk(jwk, policy);
            Assert.True(Tokens.Check(token, key) == JoseError.None, example);

            byte[] signature = Tokens.SignatureOf(token);
            signature[^1] ^= 1;
            Assert.Equal(JoseError.SignatureInvalid, Tokens.Check(Tokens.WithSignature(token, signature), key));
        }
    }

    [Theory]
    [InlineData(RfcVectors.A1Key, RfcVectors.A1)]
    [InlineData(RfcVectors.A2Key, RfcVectors.A2)]
    [InlineData(RfcVectors.BilboRsa, RfcVectors.FrodoRs256)]
    [InlineData(RfcVectors.FrodoSecret, RfcVectors.FrodoHs256)]
    [InlineData(RfcVectors.EdKey, RfcVectors.EdToken)]
    public void Write_example_of_a_deterministic_algorithm_writes_the_same_token(string jwk, string token)
    {
        // RFC 8037 A.4 is the last line.
        string[] parts = token.Split('.');
        string header = Encoding.UTF8.GetString(Decode(parts[0]));
        string payload = Encoding.UTF8.GetString(Decode(parts[1]));

        Assert.Equal(token, Tokens.Signed(TestKeys.Jwk(jwk), Tokens.Parse(token).Algorithm, header, payload));
    }

    [Theory]
    [InlineData("7515 A.5, 7519 6.1: none", RfcVectors.A5, JoseError.AlgorithmNone)]
    [InlineData("7515 A.6: JSON serialization", RfcVectors.A6, JoseError.TokenNotCompact)]
    [InlineData("7519 A.1: encrypted", RfcVectors.Encrypted, JoseError.TokenEncrypted)]
    [InlineData("7520 4.5: detached content", "eyJhbGciOiJIUzI1NiJ9..s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0", JoseError.PayloadMissing)]
    [InlineData("7797 4.2: unencoded, detached payload", RfcVectors.Unencoded, JoseError.PayloadUnencoded)]
    [InlineData("7797 5.2: unencoded payload", RfcVectors.UnencodedInPlace, JoseError.PayloadUnencoded)]
    public void TryParse_what_is_not_supported_refuses_it_by_name(string example, string token, JoseError expected)
    {
        Assert.False(JwsToken.TryParse(Encoding.UTF8.GetBytes(token), JoseLimits.Default, out var result, out var error));
        Assert.True(expected == error, $"{example}: {error}");
        Assert.Null(result);
    }

    [Fact]
    public void TryParse_7515_example_gives_header_and_payload()
    {
        var token = Tokens.Parse(RfcVectors.A1);

        Assert.Equal(JoseAlgorithm.HS256, token.Algorithm);
        Assert.True(token.HasType("jwt"u8));
        Assert.False(token.HasKeyId);
        Assert.Equal("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}", Tokens.PayloadOf(token));
        Assert.Equal(RfcVectors.A1[..RfcVectors.A1.LastIndexOf('.')], Encoding.ASCII.GetString(token.SigningInput));
    }

    [Fact]
    public void TryParse_7520_example_gives_key_id_and_payload()
    {
        var token = Tokens.Parse(RfcVectors.FrodoRs256);

        Assert.Equal("bilbo.baggins@hobbiton.example", Encoding.UTF8.GetString(token.KeyId));
        Assert.True(token.Type.IsEmpty);
        Assert.Equal(RfcVectors.FrodoText, Tokens.PayloadOf(token));
    }

    [Fact]
    public void TryRead_7519_example_gives_claims()
    {
        Assert.True(JwtClaims.TryRead(Tokens.Parse(RfcVectors.A1), JoseLimits.Default, out var claims, out _));

        Assert.Equal("joe", claims.Issuer);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1300819380), claims.Expiration);
        Assert.Equal(Gatehouse.Protocols.Jose.Json.JsonKind.True, claims.Root["http://example.com/is_root"u8].Kind);
    }

    [Theory]
    [InlineData("7638 3.1", RfcVectors.ThumbprintKey, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    [InlineData("8037 A.3", RfcVectors.EdKey, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]
    public void Thumbprint_example_is_the_printed_one(string example, string jwk, string expected) =>
        Assert.True(expected == TestKeys.Jwk(jwk).Thumbprint(), example);

    [Fact]
    public void VerifyData_Ed448_of_8032_7_4_is_accepted()
    {
        // "1 octet" of RFC 8032 §7.4; RFC 8037 has no example of this curve.
        string point = Tokens.Encode(Convert.FromHexString("43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480"));
        string secret = Tokens.Encode(Convert.FromHexString("c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e"));
        byte[] signature = Convert.FromHexString("26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00");
        var key = TestKeys.Jwk($$"""{"kty":"OKP","crv":"Ed448","x":"{{point}}","d":"{{secret}}"}""");

        Assert.True(key.VerifyData(JoseAlgorithm.EdDSA, [3], signature));
        Assert.False(key.VerifyData(JoseAlgorithm.EdDSA, [4], signature));
        var made = new byte[114];
        Assert.Equal(114, key.SignData(JoseAlgorithm.EdDSA, [3], made));
        Assert.Equal(signature, made);
    }

    private static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
