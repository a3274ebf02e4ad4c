using System.Globalization;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>
/// The authorization endpoint (RFC 6749 section 3.1), as Kong has it: an application that has asked the user calls it with the
/// provision key and is told where to send the browser. The browser itself never comes here, so nobody can be tricked into a consent.
/// </summary>
internal sealed class AuthorizeEndpoint(OAuth2Place place, TokenIssuer issuer)
{
    /// <summary>Answers.</summary>
    public async ValueTask AnswerAsync(EndpointCall call)
    {
        var parameters = call.Parameters;
        string? state = parameters["state"];
        if (Precondition(call) is { } refusal)
        {
            EndpointAnswer.Send(call.Exchange, refusal, state);
            return;
        }

        string? clientId = parameters["client_id"];
        var client = string.IsNullOrEmpty(clientId) ? null : place.Directory.FindOAuth2(clientId);
        var error = Check(parameters, client, out var request);
        if (client is null || client.RedirectUris.Count == 0)
        {
            EndpointAnswer.Send(call.Exchange, error!, state);
            return;
        }

        (string Name, string? Value)[] added = error is null ? await GrantAsync(call, client, request) : [];
        if (error is null && added.Length == 0)
        {
            EndpointAnswer.Send(call.Exchange, OAuth2Error.Full, state);
            return;
        }

        if (error is not null)
        {
            added = [("error", error.Error), ("error_description", error.Description)];
        }

        string target = RedirectTarget.Compose(request.RedirectUri, [.. added, ("state", state)], error is null && request.IsImplicit);
        EndpointAnswer.Send(call.Exchange, error is null ? 200 : 400, json => json.WriteString("redirect_uri", target));
    }

    private OAuth2Error? Precondition(EndpointCall call)
        => call.Parameters.Repeated is { } repeated ? OAuth2Error.Repeated(repeated)
            : !place.IsProvisioned(call.Parameters) ? call.Fail(AuthenticationFailureReason.WrongSecret, OAuth2Error.ProvisionKey)
            : string.IsNullOrWhiteSpace(call.Parameters["authenticated_userid"]) ? OAuth2Error.NoUser
            : null;

    /// <summary>Of several errors the last one is told, as in Kong; PKCE comes last.</summary>
    private OAuth2Error? Check(EndpointParameters parameters, OAuth2Credential? client, out Request request)
    {
        string? type = parameters["response_type"];
        var error = (type == "code" && place.Config.AuthorizationCode) || (type == "token" && place.Config.ImplicitGrant)
            ? null
            : OAuth2Error.ResponseType;
        error = place.CheckScope(parameters["scope"], out string? scope) ?? error;
        string redirectUri = "";
        if (client is null || client.RedirectUris.Count == 0)
        {
            error = OAuth2Error.Client;
        }
        else
        {
            // Compared as text (RFC 9700 section 2.1); errors go to the registered one, never where somebody asks.
            redirectUri = client.RedirectUris[0];
            if (parameters["redirect_uri"] is { } asked && asked != redirectUri)
            {
                error = client.RedirectUris.Contains(asked) ? error : OAuth2Error.RedirectUri;
                redirectUri = client.RedirectUris.Contains(asked) ? asked : redirectUri;
            }
        }

        var pkce = Pkce.Read(parameters, out string? challenge);
        request = new Request(redirectUri, scope, challenge, type == "token");
        return pkce ?? (client is not null && challenge is null && Pkce.IsRequired(place.Config.Pkce, client)
            ? new OAuth2Error("invalid_request", $"code_challenge is required for {client.Config.ClientType} clients")
            : error);
    }

    /// <summary>Parameters that carry the code or token; none when there is no room.</summary>
    private async ValueTask<(string Name, string? Value)[]> GrantAsync(EndpointCall call, OAuth2Credential client, Request request)
    {
        var grant = issuer.Grant(call, client.Id, client.Config.ClientId!, call.Parameters["authenticated_userid"], request.Scope);
        if (!request.IsImplicit)
        {
            string? code = await issuer.IssueCodeAsync(grant, request.RedirectUri, request.Challenge, call.Now);
            return code is null ? [] : [("code", code)];
        }

        return await issuer.IssueAsync(grant, withRefresh: false, call.Now) is not { } tokens
            ? []
            :
            [
                ("access_token", tokens.AccessToken), ("token_type", "bearer"),
                ("expires_in", tokens.ExpiresIn?.ToString(CultureInfo.InvariantCulture)),
            ];
    }

    private readonly record struct Request(string RedirectUri, string? Scope, string? Challenge, bool IsImplicit);
}
