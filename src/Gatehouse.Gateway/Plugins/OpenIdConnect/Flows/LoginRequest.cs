using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>
/// Asks a provider to log somebody in (OpenID Connect Core section 3.1.2.1): the parameters, in the browser's URL or pushed to the
/// provider beforehand (RFC 9126).
/// </summary>
internal sealed class LoginRequest(OpenIdConnectConfig config, ProviderCalls calls)
{
    private readonly LoginConfig _config = config.Login;

    /// <summary>The log-in that a request begins.</summary>
    public LoginState Begin(Exchange exchange, DateTimeOffset now)
    {
        string origin = RequestUrl.Origin(exchange);
        string redirectUri = _config.RedirectUri?.AbsoluteUri ?? origin + Encoding.UTF8.GetString(exchange.Request.RawPath);
        return LoginState.Begin(redirectUri, IsShared(exchange) ? origin : new Uri(redirectUri).GetLeftPart(UriPartial.Authority), RequestUrl.Target(exchange), now);
    }

    /// <summary>Where the browser is to go; null when the provider does not take the request.</summary>
    public async ValueTask<string?> UrlOfAsync(Provider provider, Uri target, LoginState login)
    {
        (string, string?)[] parameters =
        [
            ("response_type", "code"),
            ("response_mode", _config.UsesFormPost ? "form_post" : null),
            ("client_id", config.ClientId),
            ("redirect_uri", login.RedirectUri),
            ("scope", string.Join(' ', _config.Scopes)),
            ("audience", config.Audience),
            ("state", login.State),
            ("nonce", login.Nonce),
            ("code_challenge", login.Challenge),
            ("code_challenge_method", "S256"),
            .. _config.QueryArguments.Select(a => (a.Name, (string?)a.Value)),
        ];
        if (!(_config.PushesRequests ?? provider.Metadata.RequiresPushedRequests))
        {
            return FormText.Append(target, parameters);
        }

        if (ProviderCalls.Target(_config.PushedRequestEndpoint, provider.Metadata.PushedRequests) is not { } endpoint)
        {
            return null;
        }

        // Who sends client_id for its own sake must not be told twice.
        var response = await calls.PostAsync(provider, endpoint, parameters.Where(p => p.Item1 != "client_id"), isClientNamed: true);
        if (response.IsSuccess && PushedRequest.ReadUri(response.Body) is { } uri)
        {
            return FormText.Append(target, [("client_id", config.ClientId), ("request_uri", uri)]);
        }

        if (response.Status is >= 400 and < 500)
        {
            calls.WarnOfClient(endpoint, TokenAnswer.ErrorOf(response.Body));
        }

        return null;
    }

    // Sessions of a domain serve all its hosts, of which only one is named in redirect_uri.
    private bool IsShared(Exchange exchange)
        => config.Session.Cookie.Domain?.TrimStart('.') is { } domain
            && Uri.TryCreate(RequestUrl.Origin(exchange), UriKind.Absolute, out var origin)
            && (origin.Host.Equals(domain, StringComparison.OrdinalIgnoreCase) || origin.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
}
