using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Grants;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>
/// The revocation endpoint (RFC 7009): a client takes back its own tokens. With a refresh token goes all of its grant, with an access
/// token only that one. A token that does not exist is as good as revoked.
/// </summary>
internal sealed class RevocationEndpoint(OAuth2Place place, ClientAuthentication clients)
{
    /// <summary>Answers.</summary>
    public async ValueTask AnswerAsync(EndpointCall call)
    {
        if (await RevokeAsync(call) is { } error)
        {
            EndpointAnswer.Send(call.Exchange, error, call.Parameters["state"]);
            return;
        }

        EndpointAnswer.SendEmpty(call.Exchange);
    }

    private async ValueTask<OAuth2Error?> RevokeAsync(EndpointCall call)
    {
        if (call.Parameters.Repeated is { } repeated)
        {
            return OAuth2Error.Repeated(repeated);
        }

        var (client, failure) = await clients.AuthenticateAsync(call);
        if (client is null)
        {
            return failure;
        }

        if (call.Parameters["token"] is not { Length: > 0 } presented)
        {
            return OAuth2Error.NoToken;
        }

        var digest = OAuth2Place.DigestOf(presented);
        var secret = await place.Store.FindEvenUsedAsync<IssuedSecret>(digest, call.Now);
        if (secret is null or AuthorizationCode || !place.Accepts(call.Exchange, secret.Grant))
        {
            return null;
        }

        if (secret.Grant.CredentialId != client.Id)
        {
            return call.Fail(AuthenticationFailureReason.NotAcceptable, OAuth2Error.OtherClient);
        }

        if (secret is RefreshToken)
        {
            await place.Store.RevokeAsync(secret.Grant);
        }
        else
        {
            await place.Store.RemoveAsync(digest);
        }

        return null;
    }
}
