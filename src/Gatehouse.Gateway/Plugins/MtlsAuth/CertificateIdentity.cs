using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Plugins.MtlsAuth;

/// <summary>What a certificate came to, kept for its connection: everything a request needs of it, made once.</summary>
internal sealed record CertificateIdentity
{
    /// <summary>For the base class.</summary>
    public required AuthenticationOutcome Outcome { get; init; }

    /// <summary>The lists it was judged by.</summary>
    public required RevocationLists Lists { get; init; }

    /// <summary>Until when it holds.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Authenticated groups; null unless the consumer is skipped.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Value of X-Client-Cert-Dn; null = none is sent.</summary>
    public string? DistinguishedName { get; init; }

    /// <summary>Value of X-Client-Cert-San; null = none is sent.</summary>
    public string? AlternativeNames { get; init; }
}
