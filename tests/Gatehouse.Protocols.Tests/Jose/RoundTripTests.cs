using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

public sealed class RoundTripTests
{
    public static TheoryData<JoseAlgorithm> Algorithms => [.. TestKeys.Algorithms];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Write_then_verify_with_keys_from_jwk(JoseAlgorithm algorithm)
    {
        var key = TestKeys.For(algorithm);
        string token = JwsWriter.Write(key.Signing, algorithm, "{\"sub\":\"ü\"}"u8);

        Assert.Equal(JoseError.None, Tokens.Check(token, key.Verifying));
        Assert.Equal("{\"sub\":\"ü\"}", Tokens.PayloadOf(Tokens.Parse(token)));
        Assert.True(key.Signing.CanSign);
        Assert.Equal(key.Verifying.Type == JoseKeyType.Secret, key.Verifying.CanSign);
        Assert.Equal(key.Signing.Thumbprint(), key.Verifying.Thumbprint());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Write_then_verify_with_keys_from_pem(JoseAlgorithm algorithm)
    {
        var key = TestKeys.For(algorithm);
        if (key.PrivatePem is null)
        {
            Assert.Equal(JoseKeyType.Secret, key.Signing.Type);
            return;
        }

        var signing = TestKeys.Pem(key.PrivatePem);
        var verifying = TestKeys.Pem(key.PublicPem!, JoseKeyPolicy.Default);

        Assert.Equal(JoseError.None, Tokens.Check(Tokens.Signed(signing, algorithm), verifying));
        Assert.Equal(JoseError.None, Tokens.Check(Tokens.Signed(signing, algorithm), key.Verifying));
        Assert.False(verifying.CanSign);
        Assert.False(TestKeys.Pem(key.PrivatePem, JoseKeyPolicy.Default).CanSign);
        Assert.Equal(key.Verifying.Thumbprint(), verifying.Thumbprint());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_with_each_other_algorithms_key_refuses(JoseAlgorithm algorithm)
    {
        string token = Tokens.Signed(TestKeys.For(algorithm).Signing, algorithm);
        foreach (var other in TestKeys.Algorithms)
        {
            var key = TestKeys.For(other).Verifying;
            var expected = key.Thumbprint() == TestKeys.For(algorithm).Verifying.Thumbprint() ? JoseError.None
                : key.Algorithms.Contains(algorithm) ? JoseError.SignatureInvalid
                : JoseError.AlgorithmNotAllowed;
            Assert.True(expected == Tokens.Check(token, key), $"{algorithm} with a key of {other}");
        }
    }

    [Fact]
    public void TryReadPem_pkcs1_and_sec1_forms_verify()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var rsa = TestKeys.Pem(TestKeys.Rsa.ExportRSAPrivateKeyPem());
        var curve = TestKeys.Pem(ec.ExportECPrivateKeyPem());

        Assert.Equal(JoseError.None, Tokens.Check(Tokens.Signed(rsa, JoseAlgorithm.PS256), TestKeys.Pem(TestKeys.Rsa.ExportRSAPublicKeyPem())));
        Assert.Equal(JoseError.None, Tokens.Check(Tokens.Signed(curve, JoseAlgorithm.ES384), TestKeys.Pem(ec.ExportSubjectPublicKeyInfoPem())));
    }

    [Fact]
    public void TryReadPem_certificates_give_their_keys()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var from = DateTimeOffset.UnixEpoch;
        string rsaCertificate = new CertificateRequest("CN=test", TestKeys.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(from, from.AddDays(1)).ExportCertificatePem();
        string ecCertificate = new CertificateRequest("CN=test", ec, HashAlgorithmName.SHA256).CreateSelfSigned(from, from.AddDays(1)).ExportCertificatePem();

        Assert.Equal(TestKeys.For(JoseAlgorithm.RS256).Verifying.Thumbprint(), TestKeys.Pem(rsaCertificate).Thumbprint());
        Assert.Equal(TestKeys.Pem(ec.ExportSubjectPublicKeyInfoPem()).Thumbprint(), TestKeys.Pem(ecCertificate).Thumbprint());
        Assert.Equal(TestKeys.For(JoseAlgorithm.EdDSA).Verifying.Thumbprint(), TestKeys.Pem(EdwardsVectors.Ed25519Certificate).Thumbprint());
    }

    [Fact]
    public void Write_puts_type_content_type_and_key_id_into_the_header()
    {
        Assert.True(JoseKey.TryFromSecret(new byte[32], JoseKeyPolicy.Default, out var key, out _, "k \"1\" é"));

        var token = Tokens.Parse(JwsWriter.Write(key, JoseAlgorithm.HS256, "{}"u8, "at+jwt", "a/b"));

        Assert.Equal("k \"1\" é", Encoding.UTF8.GetString(token.KeyId));
        Assert.True(key.HasKeyId(token.KeyId));
        Assert.True(token.HasType("AT+JWT"u8));
        Assert.True(token.HasContentType("a/b"u8));
        Assert.Equal(JoseError.None, key.Verify(token));
    }

    [Fact]
    public void SignData_with_a_key_that_cannot_throws()
    {
        var verifying = TestKeys.For(JoseAlgorithm.ES256).Verifying;
        var secret = TestKeys.For(JoseAlgorithm.HS256).Signing;

        Assert.Throws<InvalidOperationException>(() => verifying.SignData(JoseAlgorithm.ES256, [], new byte[64]));
        Assert.Throws<InvalidOperationException>(() => secret.SignData(JoseAlgorithm.RS256, [], new byte[64]));
        Assert.Throws<ArgumentOutOfRangeException>(() => secret.SignData(JoseAlgorithm.HS256, [], new byte[31]));
    }
}
