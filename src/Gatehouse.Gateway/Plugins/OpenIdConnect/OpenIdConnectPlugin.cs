using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>
/// Lets in whom an OpenID provider vouches for. What a request presents itself counts first and alone: a token, then a name or
/// id with a secret, then a refresh token, then a session; who has nothing of these and sits in front of a browser is sent to log in.
/// </summary>
internal sealed class OpenIdConnectPlugin : AuthenticationPlugin
{
    private readonly OpenIdConnectConfig _config;
    private readonly OpenIdFailures _failures;
    private readonly IssuerSet _issuers;
    private readonly CredentialSource _source;
    private readonly JwtVerifier _jwt;
    private readonly ITokenVerifier _asked;
    private readonly GrantVerifier _pairs, _refreshTokens;
    private readonly TokenScope _jwtScope, _askedScope, _pairScope, _refreshTokenScope;
    private readonly ReservedFields _reserved;
    private readonly SessionStore? _store;
    private readonly SessionFlow? _sessions;
    private readonly LoginFlow? _login;
    private readonly LogoutFlow? _logout;
    private readonly bool _isAlternative;
    private readonly int _slot;
    private readonly Func<ReadOnlySpan<byte>, bool> _isOwnCookie = static _ => false;

    public OpenIdConnectPlugin(OpenIdConnectConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options with { SecretNames = Secrets(config.Bearer) }, context)
    {
        _config = config;
        _isAlternative = options.Anonymous is not null;
        _slot = context.StateSlot;
        ILogger logger = ObservabilityServices.From(context).Logger ?? NullLogger.Instance;
        _failures = new OpenIdFailures(config);
        _issuers = new IssuerSet(config, Node.Providers);
        _source = new CredentialSource(config.Bearer);
        var rules = new ClaimRules(config, _failures, Directory);
        _reserved = new ReservedFields(rules.UpstreamNames);
        var calls = new ProviderCalls(OutboundClient.From(context), config, ClientAssertion.Of(config, Time), logger);
        var endpoint = new TokenEndpoint(calls, config);
        var checks = new JwtChecks(config, _issuers, _failures, Time);
        var idTokens = new IdTokens(config, checks, _failures);
        _jwt = new JwtVerifier(checks, rules, _failures);
        _asked = config.Has(OpenIdMethods.Introspection)
            ? new IntrospectionVerifier(config, _issuers, calls, rules, _failures, Time)
            : new UserInfoVerifier(config, _issuers, calls, rules, _failures, Time);
        _pairs = Grants(config.Has(OpenIdMethods.Password) ? OpenIdMethods.Password : OpenIdMethods.ClientCredentials);
        _refreshTokens = Grants(OpenIdMethods.RefreshToken);
        (_jwtScope, _askedScope) = (Node.Tokens.Open(Time), Node.Tokens.Open(Time));
        (_pairScope, _refreshTokenScope) = (Node.Tokens.Open(Time), Node.Tokens.Open(Time));
        if (!config.Has(OpenIdMethods.Session))
        {
            return;
        }

        _store = new SessionStore(config, Node.EndedSessions, context.StateSlot, Time, logger);
        var tokens = new SessionTokens(config, checks, idTokens, _failures, Time);
        var sessions = new SessionVerifier(_store, rules, _failures);
        var refresher = new RefreshVerifier(config, _issuers, endpoint, tokens, _store, _failures, Time);
        _sessions = new SessionFlow(config, _store, sessions, refresher, Node, Time);
        _logout = new LogoutFlow(config, _issuers, calls, _store);
        var loginCookies = new LoginCookies(config, _store);
        _isOwnCookie = name => _store.Owns(name) || loginCookies.Owns(name);
        _login = config.Has(OpenIdMethods.AuthorizationCode)
            ? new LoginFlow(
                config, _issuers, new LoginRequest(config, calls), endpoint, tokens, _store, sessions, loginCookies, _failures, Time, logger)
            : null;

        GrantVerifier Grants(OpenIdMethods method) => new(method, config, _issuers, endpoint, checks, idTokens, rules, _failures, Time);
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange) => exchange.GetState<AnswerFields>(_slot)?.WriteTo(exchange.Response.Headers);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _jwtScope.Dispose();
        _askedScope.Dispose();
        _pairScope.Dispose();
        _refreshTokenScope.Dispose();
        _sessions?.Dispose();
        _issuers.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Begin(Exchange exchange) => _reserved.RemoveFrom(exchange.Request.Headers);

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        if (_issuers.TakeChange())
        {
            _jwtScope.Forget();
        }

        if (_source.LooksInto(exchange))
        {
            return WithBodyAsync(exchange);
        }

        return ByTokenAsync(exchange, default);
    }

    private async ValueTask<AuthenticationOutcome> WithBodyAsync(Exchange exchange)
    {
        var read = await CredentialSource.ReadBodyAsync(exchange);
        return await ByTokenAsync(exchange, read == BodyRead.Whole ? exchange.BufferedRequestBody : default);
    }

    private ValueTask<AuthenticationOutcome> ByTokenAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        const OpenIdMethods Asked = OpenIdMethods.Introspection | OpenIdMethods.UserInfo;
        const OpenIdMethods Tokens = OpenIdMethods.Bearer | Asked;
        var match = _config.Has(Tokens) ? _source.FindToken(exchange, body.Span, out var token) : None(out token);
        if (match == ParameterMatch.None)
        {
            return WithoutTokenAsync(exchange);
        }

        if (match != ParameterMatch.One)
        {
            return ValueTask.FromResult<AuthenticationOutcome>(
                _failures.Invalid(match == ParameterMatch.Several ? AuthenticationFailureReason.Several : AuthenticationFailureReason.Malformed));
        }

        bool isSigned = token.Count((byte)'.') == 2;
        bool isAsked = _config.Has(Asked)
            && (!isSigned || !_config.Has(OpenIdMethods.Bearer) || (_config.IntrospectsJwt && _config.Has(OpenIdMethods.Introspection)));
        if (!isAsked && !(isSigned && _config.Has(OpenIdMethods.Bearer)))
        {
            return ValueTask.FromResult<AuthenticationOutcome>(_failures.Invalid(AuthenticationFailureReason.Malformed));
        }

        var scope = isAsked ? _askedScope : _jwtScope;
        var digest = SecretDigest.Local(token);
        return scope.Find(in digest) is { } known
            ? ValueTask.FromResult(Conclude(exchange, known))
            : AwaitAsync(exchange, scope.VerifyAsync(in digest, token.ToArray(), isAsked ? _asked : _jwt));
    }

    private async ValueTask<AuthenticationOutcome> AwaitAsync(Exchange exchange, ValueTask<TokenCheck> pending) => Conclude(exchange, await pending);

    private async ValueTask<AuthenticationOutcome> WithoutTokenAsync(Exchange exchange)
    {
        const OpenIdMethods Pairs = OpenIdMethods.ClientCredentials | OpenIdMethods.Password;
        if (_config.Has(Pairs) && CredentialSource.FindClient(exchange.Request.Headers) is { } pair)
        {
            return await GrantAsync(exchange, pair, _pairScope, _pairs);
        }

        if (_config.Has(OpenIdMethods.RefreshToken) && _source.FindRefreshToken(exchange.Request.Headers) is { } refreshToken)
        {
            return refreshToken.Length == 0
                ? _failures.Invalid(AuthenticationFailureReason.Malformed)
                : await GrantAsync(exchange, refreshToken, _refreshTokenScope, _refreshTokens);
        }

        if (_logout is not null && _logout.Matches(exchange))
        {
            await _logout.EndAsync(exchange);
            return AuthenticationOutcome.Nothing;
        }

        if (_login is not null && await FindAnswerAsync(_login, exchange) is { } answer)
        {
            return await _login.CompleteAsync(exchange, answer) is { } login ? Conclude(exchange, login) : AuthenticationOutcome.Nothing;
        }

        if (_sessions is not null && await _sessions.AuthenticateAsync(exchange) is { } session)
        {
            if (session.Failure is OpenIdDenial && _config.Session.EndsOnForbidden)
            {
                _store!.End(exchange);
            }

            return Conclude(exchange, session);
        }

        // Where somebody may stay anonymous nobody is sent to log in.
        if (_login is null || _isAlternative || !LoginFlow.IsNavigation(exchange.Request))
        {
            Clean(exchange);
            return _failures.Missing;
        }

        return await _login.BeginAsync(exchange) is { } failure ? failure : AuthenticationOutcome.Nothing;
    }

    /// <summary>What somebody has to guess may be short: its digest is worthless outside this process.</summary>
    private async ValueTask<AuthenticationOutcome> GrantAsync(Exchange exchange, byte[] credential, TokenScope scope, GrantVerifier verifier)
    {
        var digest = SecretDigest.Keyed(credential);
        return Conclude(exchange, scope.Find(in digest) is { } known ? known : await scope.VerifyAsync(in digest, credential, verifier));
    }

    private static async ValueTask<AuthorizationAnswer?> FindAnswerAsync(LoginFlow login, Exchange exchange)
    {
        if (login.AnswerInQuery(exchange) is { } answer)
        {
            return answer;
        }

        return login.MayHaveForm(exchange) && await CredentialSource.ReadBodyAsync(exchange) == BodyRead.Whole
            ? AuthorizationAnswer.Read(exchange.BufferedRequestBody.Span)
            : null;
    }

    private AuthenticationOutcome Conclude(Exchange exchange, TokenCheck check)
    {
        if (check.Token is { } token)
        {
            Grant(exchange, token);
            return AuthenticationOutcome.Success(token.Consumer, token.Credential);
        }

        if (check.Failure is not OpenIdDenial denial)
        {
            Clean(exchange);
            return check.Failure!;
        }

        Node.Reports.Deny(exchange, Name, denial.Rule);
        exchange.Response.Headers.Set(HeaderNames.WwwAuthenticate, denial.Challenge);
        exchange.Respond(denial.Status, denial.Message);
        return AuthenticationOutcome.Nothing;
    }

    private void Grant(Exchange exchange, VerifiedToken token)
    {
        exchange.Claims = token.Claims;
        exchange.AuthenticatedGroups = token.Groups;
        if (_config.HidesCredentials)
        {
            _source.Hide(exchange);
        }

        Clean(exchange);
        var grant = (OpenIdGrant)token.Prepared!;
        foreach (var (name, value) in grant.Upstream)
        {
            exchange.Request.Headers.Set(name, value);
        }

        if (grant.Downstream.Length > 0)
        {
            AnswerFields.Of(exchange, _slot).Fields = grant.Downstream;
        }
    }

    /// <summary>The gateway's own cookies are nobody else's business.</summary>
    private void Clean(Exchange exchange)
    {
        if (_store is not null)
        {
            CookieRemoval.Remove(exchange.Request.Headers, _isOwnCookie);
        }
    }

    private static SecretNames Secrets(BearerConfig config)
    {
        var fields = config.Upstream.Concat(config.Downstream).Select(f => Encoding.ASCII.GetString(f.Name.Bytes)).Append(config.RefreshTokenName);
        return new SecretNames(fields, ["access_token", "code", "state", "session_state"]);
    }

    private static ParameterMatch None(out ReadOnlySpan<byte> token)
    {
        token = default;
        return ParameterMatch.None;
    }
}
