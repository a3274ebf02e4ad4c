using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>How the check of a signed token ended: with its claims twice (to ask, and to hand on), or with a failure.</summary>
internal sealed record CheckedJwt(JwtClaims? Claims, JsonClaims? Json, AuthenticationFailure? Failure)
{
    public static implicit operator CheckedJwt(AuthenticationFailure failure) => new(null, null, failure);
}
