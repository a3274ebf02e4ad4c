using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class CertificateSchemaTests
{
    private static readonly (string Cert, string Key) Rsa = Make(isRsa: true);
    private static readonly (string Cert, string Key) Ec = Make(isRsa: false);
    private static readonly (string Cert, string Key) Ca = Make(isRsa: false, isCa: true);

    [Fact]
    public void Pairs_of_both_key_types_are_accepted()
        => Check(new() { ["cert"] = Rsa.Cert, ["key"] = Rsa.Key, ["cert_alt"] = Ec.Cert, ["key_alt"] = Ec.Key }, "");

    [Fact]
    public void Key_of_another_certificate_is_refused()
        => Check(new() { ["cert"] = Rsa.Cert, ["key"] = Ec.Key }, """{"@entity":["certificate does not match key"]}""");

    [Fact]
    public void Alternative_of_the_same_type_is_refused()
    {
        var other = Make(isRsa: true);
        Check(new() { ["cert"] = Rsa.Cert, ["key"] = Rsa.Key, ["cert_alt"] = other.Cert, ["key_alt"] = other.Key },
            """{"@entity":["certificate and alternative certificate need to have different type (e.g. RSA and ECDSA), the provided certificates were both of the same type"]}""");
    }

    [Fact]
    public void Half_an_alternative_is_refused()
        => Check(new() { ["cert"] = Rsa.Cert, ["key"] = Rsa.Key, ["cert_alt"] = Ec.Cert },
            """{"@entity":["all or none of these fields must be set: 'cert_alt', 'key_alt'"]}""");

    [Fact]
    public void References_suspend_the_checks()
        => Check(new() { ["cert"] = "{vault://env/cert}", ["key"] = Rsa.Key }, "");

    [Fact]
    public void Garbage_is_refused_without_showing_it()
    {
        var errors = EntityTable.Errors("certificates", new JsonObject { ["cert"] = "sesame", ["key"] = "open-sesame" }.ToJsonString())!;

        Assert.StartsWith("invalid certificate: ", (string?)errors["cert"], StringComparison.Ordinal);
        Assert.StartsWith("invalid key: ", (string?)errors["key"], StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", errors.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Public_key_is_no_key()
    {
        using var rsa = RSA.Create(2048);

        Assert.NotNull(EntityTable.Errors("certificates", new JsonObject { ["cert"] = Rsa.Cert, ["key"] = rsa.ExportSubjectPublicKeyInfoPem() }.ToJsonString())!["key"]);
    }

    [Fact]
    public void Ca_certificate_gets_its_digest()
    {
        var entity = EntityTable.Accept("ca_certificates", new JsonObject { ["cert"] = Ca.Cert, ["cert_digest"] = "wrong" }.ToJsonString());

        using var certificate = X509Certificate2.CreateFromPem(Ca.Cert);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), (string?)entity["cert_digest"]);
    }

    [Theory]
    [InlineData("leaf", "certificate does not appear to be a CA because it is missing the \"CA\" basic constraint")]
    [InlineData("two", "please submit only one certificate at a time")]
    [InlineData("expired", "certificate expired, \"Not After\" time is in the past")]
    public void Ca_certificate_is_refused(string which, string message)
    {
        string cert = which switch
        {
            "leaf" => Ec.Cert,
            "two" => Ca.Cert + "\n" + Ca.Cert,
            _ => Make(isRsa: false, isCa: true, isExpired: true).Cert,
        };

        var errors = EntityTable.Errors("ca_certificates", new JsonObject { ["cert"] = cert }.ToJsonString());
        Assert.Equal(message, (string?)errors?["@entity"]?[0]);
    }

    private static void Check(JsonObject entity, string errors) => EntityTable.Check("certificates", entity.ToJsonString(), errors);

    private static (string Cert, string Key) Make(bool isRsa, bool isCa = false, bool isExpired = false)
    {
        using AsymmetricAlgorithm key = isRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest("CN=t", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=t", (ECDsa)key, HashAlgorithmName.SHA256);
        if (isCa)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        }

        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(start, start.AddYears(isExpired ? 1 : 200));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
