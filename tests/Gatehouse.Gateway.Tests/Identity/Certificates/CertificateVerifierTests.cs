using System.Security.Cryptography;
using Gatehouse.Gateway.Identity.Certificates;
using Gatehouse.TestKit.Certificates;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Certificates;

public sealed class CertificateVerifierTests
{
    public static TheoryData<string> Cases => [.. CertificateCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Verify_certificate_comes_to(string name)
    {
        var certificate = CertificateCases.All.Single(c => c.Name == name);
        var lists = new RevocationLists([.. certificate.Lists.Select(Read)]);

        var verdict = new CertificateVerifier(certificate.Rules()).Verify(certificate.Peer(), lists, TimeProvider.System.GetUtcNow());

        Assert.Equal(certificate.Fault, verdict.Fault);
        Assert.Equal(certificate.Fault is null, verdict.Names is not null);
    }

    [Fact]
    public void Verify_verdict_ends_with_the_certificate_or_the_list()
    {
        using var root = new TestAuthority();
        var now = TimeProvider.System.GetUtcNow();
        var leaf = root.Issue(new LeafRecipe { NotAfter = now.AddHours(2) });
        var certificate = new CertificateCase("", null, leaf) { Trusted = [root], Revocation = RevocationMode.WhereKnown };
        var verifier = new CertificateVerifier(certificate.Rules());

        var without = verifier.Verify(certificate.Peer(), RevocationLists.Empty, now);
        var with = verifier.Verify(certificate.Peer(), new RevocationLists([Read(root.RevocationList([], now.AddHours(1)))]), now);

        Assert.Equal((2, 1), (Hours(without), Hours(with)));
        Assert.Equal(["ca-0"], without.Authorities);

        double Hours(CertificateVerdict verdict) => Math.Round((verdict.ValidUntil - now).TotalHours, 1);
    }

    private static RevocationList Read(string pem)
    {
        var fields = PemEncoding.Find(pem);
        Assert.True(RevocationListReader.TryRead(Convert.FromBase64String(pem[fields.Base64Data]), out var list, out string? error), error);
        return list;
    }
}
