using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>
/// Log-in in a browser: authorization code with PKCE, state and nonce (OpenID Connect Core section 3.1, RFC 7636, RFC 9207), bound to
/// the browser by a sealed cookie.
/// </summary>
internal sealed class LoginFlow(
    OpenIdConnectConfig config, IssuerSet issuers, TokenEndpoint endpoint, SessionTokens tokens, SessionStore store, SessionFlow sessions,
    LoginCookies cookies, OpenIdFailures failures, TimeProvider time, ILogger logger)
{
    private static readonly HeaderName FetchMode = new("Sec-Fetch-Mode");
    private static readonly HeaderName RequestedWith = new("X-Requested-With");
    private static readonly byte[][] ResponseParameters = ["code"u8.ToArray(), "state"u8.ToArray(), "iss"u8.ToArray(), "session_state"u8.ToArray()];

    private readonly LoginConfig _config = config.Login;
    private readonly byte[]? _redirectPath = config.Login.RedirectUri is { } uri ? Encoding.ASCII.GetBytes(uri.AbsolutePath) : null;

    /// <summary>Whether somebody is in front of a page: scripts and programs are told 401 instead, they could not follow.</summary>
    public static bool IsNavigation(RequestMessage request)
    {
        var headers = request.Headers;
        if ((request.Method != RequestMethod.Get && request.Method != RequestMethod.Head) || headers.Contains(RequestedWith))
        {
            return false;
        }

        if (headers.TryGet(FetchMode, out var mode) && !mode.SequenceEqual("navigate"u8))
        {
            return false;
        }

        return !headers.TryGet(HeaderNames.Accept, out var accept) || accept.IndexOf("text/html"u8) >= 0 || accept.IndexOf("*/*"u8) >= 0;
    }

    /// <summary>Whether the request is a provider's answer.</summary>
    public bool IsAnswer(Exchange exchange)
    {
        var request = exchange.Request;
        return request.Method == RequestMethod.Get && !request.Query.IsEmpty
            && (_redirectPath is null || request.Path.SequenceEqual(_redirectPath))
            && QueryArguments.Get(exchange, "state"u8) is { } state
            && (QueryArguments.Has(exchange, "code"u8) || QueryArguments.Has(exchange, "error"u8))
            && (_redirectPath is not null || cookies.Has(exchange, state));
    }

    /// <summary>Sends the browser to the provider; null when that has been done.</summary>
    public async ValueTask<AuthenticationFailure?> BeginAsync(Exchange exchange)
    {
        if (await issuers.MainAsync() is not { } provider || (_config.AuthorizationEndpoint ?? provider.Metadata.Authorization?.Url) is not { } target)
        {
            return failures.Unavailable;
        }

        if (exchange.Request.Authority.IsEmpty)
        {
            return failures.Missing;
        }

        string redirectUri = _config.RedirectUri?.AbsoluteUri ?? RequestUrl.Origin(exchange) + Encoding.UTF8.GetString(exchange.Request.RawPath);
        var login = LoginState.Begin(redirectUri, RequestUrl.Target(exchange), time.GetUtcNow());
        cookies.Set(exchange, login);
        Redirects.To(exchange, FormText.Append(target,
        [
            ("response_type", "code"),
            ("client_id", config.ClientId),
            ("redirect_uri", redirectUri),
            ("scope", string.Join(' ', _config.Scopes)),
            ("state", login.State),
            ("nonce", login.Nonce),
            ("code_challenge", login.Challenge),
            ("code_challenge_method", "S256"),
            .. _config.QueryArguments.Select(a => (a.Name, (string?)a.Value)),
        ]));
        return null;
    }

    /// <summary>Takes the provider's answer. With a token: let the request on to the upstream; with null: it has been answered.</summary>
    public async ValueTask<TokenCheck?> CompleteAsync(Exchange exchange)
    {
        if (cookies.Take(exchange, QueryArguments.Get(exchange, "state"u8) ?? "", time.GetUtcNow()) is not { } login)
        {
            return Fail("the browser has not begun it, or too long ago", AuthenticationFailureReason.Unknown);
        }

        if (await issuers.MainAsync() is not { } provider)
        {
            return failures.Unavailable;
        }

        if (!IsFromProvider(exchange, provider))
        {
            return Fail("the answer is another issuer's (mix-up)", AuthenticationFailureReason.NotAcceptable);
        }

        if (QueryArguments.Get(exchange, "code"u8) is not { Length: > 0 } code || QueryArguments.Has(exchange, "error"u8))
        {
            return Fail("the provider refused it", AuthenticationFailureReason.NotAcceptable);
        }

        var result = await endpoint.ForCodeAsync(provider, code, login.RedirectUri, login.Verifier);
        if (result.Answer is not { } answer)
        {
            return result.Error is null ? failures.Unavailable : Fail("the provider does not take the code", AuthenticationFailureReason.WrongSecret);
        }

        if (!await VerificationTurns.EnterAsync())
        {
            return failures.Unavailable;
        }

        var (session, failure) = await tokens.BeginAsync(provider, answer, login.Nonce);
        if (session is null)
        {
            return failure!.Reason == AuthenticationFailureReason.Unavailable ? failure : Fail("its ID token is not acceptable", failure.Reason);
        }

        var judged = sessions.Judge(session);
        if (judged.Token is null)
        {
            return judged;
        }

        if (!store.TrySet(exchange, session))
        {
            return Fail("its tokens do not fit into cookies", AuthenticationFailureReason.NotAcceptable);
        }

        return Continue(exchange, login, judged);
    }

    private TokenCheck? Continue(Exchange exchange, LoginState login, TokenCheck judged)
    {
        if (_config.LoginRedirectUri is { } fixedUri)
        {
            Redirects.To(exchange, fixedUri);
            return null;
        }

        if (_config.Action == LoginAction.Redirect)
        {
            // Absolute, because a path that begins with two slashes would name another host. The log-in has come back to this origin.
            Redirects.To(exchange, new Uri(login.RedirectUri).GetLeftPart(UriPartial.Authority) + login.Target);
            return null;
        }

        QueryParameters.Remove(exchange.Request, ResponseParameters);
        return judged;
    }

    /// <summary>RFC 9207 section 2.4: against mix-up of providers.</summary>
    private bool IsFromProvider(Exchange exchange, Provider provider)
        => QueryArguments.Has(exchange, "iss"u8)
            ? issuers.IsMain(provider, QueryArguments.Get(exchange, "iss"u8))
            : !provider.Metadata.NamesIssuerInResponses;

    private AuthenticationFailure Fail(string why, AuthenticationFailureReason reason)
    {
        OpenIdLog.LoginFailed(logger, new Uri(config.Issuer).Authority, why);
        return failures.Invalid(reason);
    }
}
