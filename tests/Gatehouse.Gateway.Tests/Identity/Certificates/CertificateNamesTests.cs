using System.Security.Cryptography.X509Certificates;
using Gatehouse.Gateway.Identity.Certificates;
using Gatehouse.TestKit.Certificates;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Certificates;

public sealed class CertificateNamesTests : IDisposable
{
    private readonly TestAuthority _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Names_are_alternatives_in_order_then_the_common_name()
    {
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddEmailAddress("a@client.test");
        builder.AddDnsName("client.test");
        builder.AddUri(new Uri("spiffe://client.test/a"));
        builder.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.1"));
        builder.AddUserPrincipalName("not@looked.at");

        var names = Read(new LeafRecipe { Subject = new X500DistinguishedName("CN=client, O=\"Acme, Inc\""), AlternativeNames = builder.Build().RawData });

        Assert.Equal(["a@client.test", "client.test", "spiffe://client.test/a", "192.0.2.1", "client"], names.All);
        Assert.Equal(("client", "CN=client, O=\"Acme, Inc\""), (names.CommonName, names.DistinguishedName));
    }

    [Fact]
    public void Names_two_common_names_are_none()
        => Assert.Null(Read(new LeafRecipe { Subject = CertificateCases.CommonName("client", "admin") }).CommonName);

    [Fact]
    public void Names_without_any_are_empty()
        => Assert.Empty(Read(new LeafRecipe { Subject = new X500DistinguishedName("O=Acme") }).All);

    [Fact]
    public void Names_too_many_are_refused()
    {
        using var certificate = X509Certificate2.CreateFromPem(
            _root.Issue(new LeafRecipe { DnsNames = [.. Enumerable.Range(0, 65).Select(i => $"n{i}.test")] }).CertificatePem);
        Assert.False(CertificateNames.TryRead(certificate, out _));
    }

    private CertificateNames Read(LeafRecipe recipe)
    {
        using var certificate = X509Certificate2.CreateFromPem(_root.Issue(recipe).CertificatePem);
        Assert.True(CertificateNames.TryRead(certificate, out var names));
        return names;
    }
}
