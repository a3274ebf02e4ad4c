using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Ends sessions, here and at the provider (OpenID Connect RP-Initiated Logout 1.0, RFC 7009).</summary>
internal sealed class LogoutFlow(OpenIdConnectConfig config, IssuerSet issuers, ProviderCalls calls, SessionStore store)
{
    private static readonly HeaderName FetchSite = new("Sec-Fetch-Site");
    private static readonly HeaderName FetchUser = new("Sec-Fetch-User");

    private readonly LoginConfig _config = config.Login;
    private readonly byte[]? _path = config.Login.LogoutPath is { } path ? Encoding.UTF8.GetBytes(path) : null;
    private readonly byte[]? _argument = config.Login.LogoutArgument is { } argument ? Encoding.UTF8.GetBytes(argument) : null;

    /// <summary>Whether a request asks for it.</summary>
    public bool Matches(Exchange exchange)
        => (_path is not null || _argument is not null)
            && ((_path is not null && exchange.Request.Path.EndsWith(_path)) || (_argument is not null && AuthorizationAnswer.Has(exchange.Request.Query, _argument)))
            && !IsForged(exchange.Request.Headers)
            && _config.LogoutMethods.Contains(exchange.Request.Method.ToString());

    /// <summary>Ends the session and answers. What the provider does not take stays its own matter: here it is over.</summary>
    public async ValueTask EndAsync(Exchange exchange)
    {
        var session = store.Find(exchange) is { } cookie ? store.Open(cookie) : null;
        store.End(exchange);
        if (session is not null)
        {
            // Whoever has copied the cookies is out as well.
            store.Forget(session);
        }

        var provider = await issuers.MainAsync();
        if (session is not null && _config.RevokesTokens && provider is not null
            && ProviderCalls.Target(config.RevocationEndpoint, provider.Metadata.Revocation) is { } revocation)
        {
            string token = session.RefreshToken.Length > 0 ? session.RefreshToken : session.AccessToken;
            await calls.PostAsync(provider, revocation, [("token", token), ("token_type_hint", session.RefreshToken.Length > 0 ? "refresh_token" : "access_token")]);
        }

        if (session is not null && (_config.EndSessionEndpoint ?? provider?.Metadata.EndSession?.Url) is { } target)
        {
            Redirects.To(exchange, FormText.Append(target,
            [
                ("id_token_hint", session.IdToken.Length > 0 ? session.IdToken : null),
                ("client_id", config.ClientId),
                ("post_logout_redirect_uri", _config.LogoutRedirectUri),
            ]));
        }
        else if (_config.LogoutRedirectUri is { } url)
        {
            Redirects.To(exchange, url);
        }
        else
        {
            exchange.Respond(200, "Logged out");
        }
    }

    /// <summary>Whether another site has caused the request without the person's doing (Fetch Metadata): nobody is to be logged out that way.</summary>
    private static bool IsForged(HeaderMap headers)
        => headers.TryGet(FetchSite, out var site) && site.SequenceEqual("cross-site"u8)
            && !(headers.TryGet(FetchUser, out var user) && user.SequenceEqual("?1"u8));
}
