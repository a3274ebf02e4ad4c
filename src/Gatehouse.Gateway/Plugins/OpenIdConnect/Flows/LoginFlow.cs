using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Cookies;
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
    OpenIdConnectConfig config, IssuerSet issuers, LoginRequest requests, TokenEndpoint endpoint, SessionTokens tokens, SessionStore store,
    SessionVerifier sessions, LoginCookies cookies, OpenIdFailures failures, TimeProvider time, ILogger logger)
{
    private static readonly HeaderName FetchMode = new("Sec-Fetch-Mode");
    private static readonly HeaderName RequestedWith = new("X-Requested-With");

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

    /// <summary>The provider's answer in a request's query; null when it has none.</summary>
    public AuthorizationAnswer? AnswerInQuery(Exchange exchange)
    {
        var request = exchange.Request;
        return !_config.UsesFormPost && request.Method == RequestMethod.Get && IsRedirectPath(request.Path)
            && AuthorizationAnswer.Read(request.Query) is { } answer && (_redirectPath is not null || cookies.Has(exchange, answer.State))
            ? answer
            : null;
    }

    /// <summary>Whether the provider's answer may be in the request's body.</summary>
    public bool MayHaveForm(Exchange exchange)
        => _config.UsesFormPost && exchange.Request.Method == RequestMethod.Post && exchange.Request.HasBody && IsRedirectPath(exchange.Request.Path)
            && BodyKinds.Of(exchange.Request.Headers, out _) == BodyKind.Form;

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

        var login = requests.Begin(exchange, time.GetUtcNow());
        if (await requests.UrlOfAsync(provider, target, login) is not { } url)
        {
            return failures.Unavailable;
        }

        cookies.Set(exchange, login);
        Redirects.To(exchange, url);
        return null;
    }

    /// <summary>Takes the provider's answer. With a token: let the request on to the upstream; with null: it has been answered.</summary>
    public async ValueTask<TokenCheck?> CompleteAsync(Exchange exchange, AuthorizationAnswer response)
    {
        if (cookies.Take(exchange, response.State, time.GetUtcNow()) is not { } login)
        {
            return Fail("the browser has not begun it, or too long ago", AuthenticationFailureReason.Unknown);
        }

        if (await issuers.MainAsync() is not { } provider)
        {
            return failures.Unavailable;
        }

        // RFC 9207 section 2.4: against mix-up of providers.
        if (response.HasIssuer ? !issuers.IsMain(provider, response.Issuer) : provider.Metadata.NamesIssuerInResponses)
        {
            return Fail("the answer is another issuer's (mix-up)", AuthenticationFailureReason.NotAcceptable);
        }

        if (response.Code is not { } code || response.Error is not null)
        {
            return Fail($"the provider refused it ({(response.Error is { Length: > 0 } error ? error : "no code")})", AuthenticationFailureReason.NotAcceptable);
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

        var (session, failure) = await tokens.BeginAsync(answer, login.Nonce, code);
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
        if (_config.LoginRedirectUri is null && _config.Action == LoginAction.Upstream)
        {
            QueryParameters.Remove(exchange.Request, AuthorizationAnswer.Parameters);
            return judged;
        }

        // Absolute, because a path that begins with two slashes would name another host.
        string url = _config.LoginRedirectUri ?? login.Origin + login.Target;
        if (config.Session.Cookie.SameSite == SameSite.Strict)
        {
            // The provider's site has caused this navigation, and all that redirects make of it: no strict cookie would be sent, and
            // the person would have to log in for ever. A page of ours begins a new one.
            Redirects.ByPage(exchange, url);
        }
        else
        {
            Redirects.To(exchange, url);
        }

        return null;
    }

    private bool IsRedirectPath(ReadOnlySpan<byte> path) => _redirectPath is null || path.SequenceEqual(_redirectPath);

    private AuthenticationFailure Fail(string why, AuthenticationFailureReason reason)
    {
        OpenIdLog.LoginFailed(logger, new Uri(config.Issuer).Authority, why);
        return failures.Invalid(reason);
    }
}
