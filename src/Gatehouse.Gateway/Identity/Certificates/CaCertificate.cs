using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>A CA certificate of the configuration.</summary>
/// <param name="Id">Id of the entity.</param>
/// <param name="Certificate">The certificate; not disposed of by its users.</param>
internal sealed record CaCertificate(string Id, X509Certificate2 Certificate);
