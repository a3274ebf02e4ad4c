using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Tls;

/// <summary>A certificate with its private key, and the intermediate certificates sent along.</summary>
/// <param name="Certificate">Has its private key.</param>
/// <param name="Chain">Intermediate certificates in the order of the file; may be empty.</param>
public sealed record LoadedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain);
