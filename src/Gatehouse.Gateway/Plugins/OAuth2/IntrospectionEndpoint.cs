using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Grants;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>
/// The introspection endpoint (RFC 7662) for confidential clients: resource servers that were handed an access token, and clients that
/// ask about their own refresh tokens. Only what is good here is active.
/// </summary>
internal sealed class IntrospectionEndpoint(OAuth2Place place, ClientAuthentication clients)
{
    /// <summary>Answers.</summary>
    public async ValueTask AnswerAsync(EndpointCall call)
    {
        var (secret, error) = await FindAsync(call);
        if (error is not null)
        {
            EndpointAnswer.Send(call.Exchange, error, call.Parameters["state"]);
            return;
        }

        EndpointAnswer.Send(call.Exchange, 200, json =>
        {
            json.WriteBoolean("active", secret is not null);
            if (secret is AccessToken access)
            {
                json.WriteString("token_type", "Bearer");
                access.WriteTo(json);
            }
            else if (secret is RefreshToken refresh)
            {
                new AccessToken(refresh.Grant, refresh.Grant.Scope, refresh.IssuedAt, refresh.ExpiresAt).WriteTo(json);
            }
        });
    }

    private async ValueTask<(IssuedSecret? Secret, OAuth2Error? Error)> FindAsync(EndpointCall call)
    {
        if (call.Parameters.Repeated is { } repeated)
        {
            return (null, OAuth2Error.Repeated(repeated));
        }

        var (client, failure) = await clients.AuthenticateAsync(call);
        if (client is null)
        {
            return (null, failure);
        }

        if (client.IsPublic)
        {
            return (null, OAuth2Error.PublicClient);
        }

        if (call.Parameters["token"] is not { Length: > 0 } presented)
        {
            return (null, OAuth2Error.NoToken);
        }

        var secret = await place.Store.FindAsync<IssuedSecret>(OAuth2Place.DigestOf(presented), call.Now);
        bool isShown = secret switch
        {
            AccessToken token => place.FindClient(token.Grant) is not null,
            RefreshToken token => token.Grant.CredentialId == client.Id,
            _ => false,
        };
        return (isShown && place.Accepts(call.Exchange, secret!.Grant) ? secret : null, null);
    }
}
