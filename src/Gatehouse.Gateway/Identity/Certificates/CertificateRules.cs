namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>What a <see cref="CertificateVerifier"/> demands.</summary>
internal sealed record CertificateRules
{
    /// <summary>The only CAs that are trusted.</summary>
    public required IReadOnlyList<CaCertificate> Authorities { get; init; }

    /// <summary>Whether a chain may end at one of them that is not a root. Default false.</summary>
    public bool AllowsPartialChain { get; init; }

    /// <summary>How revocation is checked. Default not at all.</summary>
    public RevocationMode Revocation { get; init; }

    /// <summary>SHA-256 digests of the only certificates that are let in; empty = all that the CAs vouch for.</summary>
    public IReadOnlyList<byte[]> Fingerprints { get; init; } = [];
}
