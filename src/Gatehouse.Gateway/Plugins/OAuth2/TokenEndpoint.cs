using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Grants;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>The token endpoint (RFC 6749 section 3.2).</summary>
internal sealed class TokenEndpoint(OAuth2Place place, TokenIssuer issuer, ClientAuthentication clients)
{
    /// <summary>Answers.</summary>
    public async ValueTask AnswerAsync(EndpointCall call)
    {
        string? state = call.Parameters["state"];
        var (tokens, error) = await IssueAsync(call);
        if (tokens is null)
        {
            EndpointAnswer.Send(call.Exchange, error!, state);
            return;
        }

        EndpointAnswer.Send(call.Exchange, 200, json =>
        {
            tokens.WriteTo(json);
            if (state is not null)
            {
                json.WriteString("state", state);
            }
        });
    }

    private async ValueTask<(IssuedTokens? Tokens, OAuth2Error? Error)> IssueAsync(EndpointCall call)
    {
        var parameters = call.Parameters;
        if (parameters.Repeated is { } repeated)
        {
            return (null, OAuth2Error.Repeated(repeated));
        }

        var (client, failure) = await clients.AuthenticateAsync(call);
        if (client is null)
        {
            return (null, failure);
        }

        string? grantType = parameters["grant_type"];
        if (grantType != "client_credentials")
        {
            // Kong asks for it with every grant that speaks for a user.
            if (client.RedirectUris.Count == 0)
            {
                return (null, OAuth2Error.Client);
            }

            if (parameters["redirect_uri"] is { } redirectUri && !client.RedirectUris.Contains(redirectUri))
            {
                return (null, OAuth2Error.RedirectUri);
            }
        }

        return grantType switch
        {
            "authorization_code" => await RedeemAsync(call, client),
            "refresh_token" => await RefreshAsync(call, client),
            "client_credentials" when place.Config.ClientCredentials => await ForClientAsync(call, client),
            "password" when place.Config.PasswordGrant => await ForUserAsync(call, client),
            _ => (null, OAuth2Error.GrantType),
        };
    }

    private async ValueTask<(IssuedTokens?, OAuth2Error?)> RedeemAsync(EndpointCall call, OAuth2Credential client)
    {
        var parameters = call.Parameters;
        var digest = OAuth2Place.DigestOf(parameters["code"] ?? "");
        if (await place.Store.FindEvenUsedAsync<AuthorizationCode>(digest, call.Now) is not { } code
            || code.Grant.PluginId != place.PluginId || !place.Accepts(call.Exchange, code.Grant) || code.Grant.CredentialId != client.Id)
        {
            return (null, call.Fail(AuthenticationFailureReason.Unknown, OAuth2Error.Code));
        }

        if (Pkce.Verify(parameters, code.Challenge, Pkce.IsRequired(place.Config.Pkce, client)) is { } error)
        {
            return (null, call.Fail(AuthenticationFailureReason.WrongSecret, error));
        }

        // RFC 6749 section 4.1.3: a code that was sent to one place is not taken from another.
        if ((parameters["redirect_uri"] ?? client.RedirectUris[0]) != code.RedirectUri)
        {
            return (null, call.Fail(AuthenticationFailureReason.NotAcceptable, OAuth2Error.OtherRedirectUri));
        }

        var (tokens, result) = await issuer.ExchangeAsync(digest, code.Grant, code.Grant.Scope, call.Now);
        return (tokens, ErrorOf(call, result, OAuth2Error.Code));
    }

    private async ValueTask<(IssuedTokens?, OAuth2Error?)> RefreshAsync(EndpointCall call, OAuth2Credential client)
    {
        string presented = call.Parameters["refresh_token"] ?? "";
        var digest = OAuth2Place.DigestOf(presented);

        // One that was used up before the configuration let tokens be used again stays used up.
        var found = place.Config.ReusesRefreshToken
            ? await place.Store.FindAsync<RefreshToken>(digest, call.Now)
            : await place.Store.FindEvenUsedAsync<RefreshToken>(digest, call.Now);
        if (found is not { } token || !place.Accepts(call.Exchange, token.Grant))
        {
            return (null, call.Fail(AuthenticationFailureReason.Unknown, OAuth2Error.RefreshToken));
        }

        if (token.Grant.CredentialId != client.Id)
        {
            return (null, call.Fail(AuthenticationFailureReason.NotAcceptable, OAuth2Error.Client));
        }

        if (Narrow(call.Parameters["scope"], token.Grant.Scope, out string? scope) is { } error)
        {
            return (null, error);
        }

        IssuedTokens? tokens;
        var result = ExchangeResult.Done;
        if (place.Config.ReusesRefreshToken)
        {
            tokens = await issuer.RenewAsync(presented, digest, token, scope, call.Now);
            result = tokens is null ? ExchangeResult.Full : result;
        }
        else
        {
            (tokens, result) = await issuer.ExchangeAsync(digest, token.Grant, scope, call.Now);
        }

        if (tokens is not null)
        {
            await place.Store.RemoveAsync(token.AccessToken);
        }

        return (tokens, ErrorOf(call, result, OAuth2Error.RefreshToken));
    }

    private async ValueTask<(IssuedTokens?, OAuth2Error?)> ForClientAsync(EndpointCall call, OAuth2Credential client)
    {
        // RFC 6749 section 4.4: who is anybody has no credentials.
        if (client.IsPublic)
        {
            return (null, OAuth2Error.PublicClient);
        }

        string? user = call.Parameters["authenticated_userid"];
        if (user is not null && !place.IsProvisioned(call.Parameters))
        {
            return (null, call.Fail(AuthenticationFailureReason.WrongSecret, OAuth2Error.ProvisionKey));
        }

        return await IssueAsync(call, client, user, withRefresh: false);
    }

    private async ValueTask<(IssuedTokens?, OAuth2Error?)> ForUserAsync(EndpointCall call, OAuth2Credential client)
    {
        if (!place.IsProvisioned(call.Parameters))
        {
            return (null, call.Fail(AuthenticationFailureReason.WrongSecret, OAuth2Error.ProvisionKey));
        }

        string? user = call.Parameters["authenticated_userid"];
        return string.IsNullOrWhiteSpace(user) ? (null, OAuth2Error.NoUser) : await IssueAsync(call, client, user, withRefresh: true);
    }

    private async ValueTask<(IssuedTokens?, OAuth2Error?)> IssueAsync(EndpointCall call, OAuth2Credential client, string? user, bool withRefresh)
    {
        if (place.CheckScope(call.Parameters["scope"], out string? scope) is { } error)
        {
            return (null, error);
        }

        var grant = issuer.Grant(call, client.Id, client.Config.ClientId!, user, scope);
        var tokens = await issuer.IssueAsync(grant, withRefresh, call.Now);
        return (tokens, tokens is null ? OAuth2Error.Full : null);
    }

    /// <summary>RFC 6749 section 6: less than was granted may be asked for, never more.</summary>
    private static OAuth2Error? Narrow(string? asked, string? granted, out string? scope)
    {
        scope = granted;
        string[] wanted = asked?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (wanted.Length == 0)
        {
            return null;
        }

        string[] had = granted?.Split(' ') ?? [];
        if (Array.Find(wanted, s => !had.Contains(s)) is { } wrong)
        {
            return new OAuth2Error("invalid_scope", $"\"{wrong}\" is an invalid scope");
        }

        scope = string.Join(' ', wanted);
        return null;
    }

    private static OAuth2Error? ErrorOf(EndpointCall call, ExchangeResult result, OAuth2Error refused) => result switch
    {
        ExchangeResult.Done => null,
        ExchangeResult.Full => OAuth2Error.Full,
        _ => call.Fail(AuthenticationFailureReason.Revoked, refused),
    };
}
