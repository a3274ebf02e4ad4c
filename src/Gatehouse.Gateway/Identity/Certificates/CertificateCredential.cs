using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>A client certificate that no credential entity stands for.</summary>
/// <param name="fingerprint">SHA-256, lower-case hexadecimal.</param>
internal sealed class CertificateCredential(string fingerprint) : Credential(fingerprint)
{
    /// <inheritdoc/>
    public override string Kind => "mtls-auth";
}
