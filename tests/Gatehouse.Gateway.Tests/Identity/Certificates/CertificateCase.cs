using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Certificates;
using Gatehouse.TestKit.Certificates;

namespace Gatehouse.Gateway.Tests.Identity.Certificates;

/// <summary>A certificate, the rules it is judged by, and the verdict; null = trusted.</summary>
internal sealed record CertificateCase(string Name, AuthenticationFailureReason? Fault, TestLeaf Leaf)
{
    public IReadOnlyList<TestAuthority> Sent { get; init; } = [];

    public required IReadOnlyList<TestAuthority> Trusted { get; init; }

    public bool AllowsPartialChain { get; init; }

    public RevocationMode Revocation { get; init; }

    /// <summary>Revocation lists, PEM.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    public IReadOnlyList<byte[]> Fingerprints { get; init; } = [];

    public PeerCertificate Peer()
        => new(X509Certificate2.CreateFromPem(Leaf.CertificatePem), [.. Sent.Select(a => X509CertificateLoader.LoadCertificate(a.Certificate.RawData))]);

    public CertificateRules Rules() => new()
    {
        Authorities = [.. Trusted.Select((a, i) => new CaCertificate($"ca-{i}", X509CertificateLoader.LoadCertificate(a.Certificate.RawData)))],
        AllowsPartialChain = AllowsPartialChain,
        Revocation = Revocation,
        Fingerprints = Fingerprints,
    };

    public override string ToString() => Name;
}
