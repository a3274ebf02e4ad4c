using Gatehouse.Protocols.Jose;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>One key pair in all its forms; a secret has no PEM.</summary>
internal sealed record TestKey(string PrivateJwk, string PublicJwk, string? PrivatePem, string? PublicPem)
{
    public JoseKey Signing => field ??= TestKeys.Jwk(PrivateJwk);

    public JoseKey Verifying => field ??= TestKeys.Jwk(PublicJwk, JoseKeyPolicy.Default);
}
