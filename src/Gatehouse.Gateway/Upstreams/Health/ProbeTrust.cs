using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>TLS of probes, as the node has it for upstreams.</summary>
/// <param name="Roots">Null = the system's.</param>
/// <param name="VerifyDepth">Null = no limit.</param>
/// <param name="ClientCertificate">Null = none is shown.</param>
internal sealed record ProbeTrust(X509Certificate2Collection? Roots = null, int? VerifyDepth = null, X509Certificate2? ClientCertificate = null);
