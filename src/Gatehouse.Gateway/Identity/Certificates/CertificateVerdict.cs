namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>What was found out about a client certificate.</summary>
internal sealed record CertificateVerdict
{
    /// <summary>Why it is not trusted; null when it is.</summary>
    public AuthenticationFailureReason? Fault { get; init; }

    /// <summary>Its names; null unless it is trusted.</summary>
    public CertificateNames? Names { get; init; }

    /// <summary>Ids of the configured CA certificates in its chain.</summary>
    public IReadOnlyList<string> Authorities { get; init; } = [];

    /// <summary>SHA-256 of the certificate, lower-case hexadecimal.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Until when the verdict holds, apart from changes of configuration and revocation lists.</summary>
    public DateTimeOffset ValidUntil { get; init; } = DateTimeOffset.MaxValue;

    public static implicit operator CertificateVerdict(AuthenticationFailureReason fault) => new() { Fault = fault };
}
