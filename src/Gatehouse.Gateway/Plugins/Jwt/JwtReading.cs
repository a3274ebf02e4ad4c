using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>A token that was taken apart, and what could verify it. Nothing of it is to be believed yet.</summary>
/// <param name="Token">The token.</param>
/// <param name="Claims">What it says.</param>
/// <param name="Key">What shall have signed it; null = a key that may have to be fetched.</param>
/// <param name="Credential">Whose token it claims to be; null = it is one of a key set.</param>
internal readonly record struct JwtReading(JwsToken Token, JwtClaims Claims, JoseKey? Key, JwtCredential? Credential);
