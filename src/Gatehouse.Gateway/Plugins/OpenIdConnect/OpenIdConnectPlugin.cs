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
/// Lets in whom an OpenID provider vouches for. What a request presents itself counts first and alone: a token, then a client's id and
/// secret, then a session; who has nothing of these and sits in front of a browser is sent to log in.
/// </summary>
internal sealed class OpenIdConnectPlugin : AuthenticationPlugin
{
    private readonly OpenIdConnectConfig _config;
    private readonly OpenIdFailures _failures;
    private readonly IssuerSet _issuers;
    private readonly CredentialSource _source;
    private readonly JwtVerifier _jwt;
    private readonly IntrospectionVerifier _introspection;
    private readonly ClientCredentialsVerifier _clients;
    private readonly TokenScope _jwtScope, _introspectionScope, _clientScope;
    private readonly HeaderName[] _upstreamNames;
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
        _upstreamNames = [.. rules.UpstreamNames];
        var calls = new ProviderCalls(OutboundClient.From(context), config, logger);
        var endpoint = new TokenEndpoint(calls, config);
        var checks = new JwtChecks(config, _issuers, _failures, Time);
        _jwt = new JwtVerifier(checks, rules, _failures);
        _introspection = new IntrospectionVerifier(config, _issuers, calls, rules, _failures, Time);
        _clients = new ClientCredentialsVerifier(config, _issuers, endpoint, checks, rules, _failures, Time);
        (_jwtScope, _introspectionScope, _clientScope) = (Node.Tokens.Open(Time), Node.Tokens.Open(Time), Node.Tokens.Open(Time));
        if (!config.Has(OpenIdMethods.Session))
        {
            return;
        }

        _store = new SessionStore(config, context.StateSlot, logger);
        var tokens = new SessionTokens(config, _issuers, checks, _failures, Time);
        var sessions = new SessionVerifier(_store, rules, _failures);
        var refresher = new RefreshVerifier(_issuers, endpoint, tokens, _store, sessions, _failures, Time);
        _sessions = new SessionFlow(config, _store, sessions, refresher, Node.Tokens, Time);
        _logout = new LogoutFlow(config, _issuers, calls, _store);
        var loginCookies = new LoginCookies(config, _store);
        _isOwnCookie = name => _store.Owns(name) || loginCookies.Owns(name);
        _login = config.Has(OpenIdMethods.AuthorizationCode)
            ? new LoginFlow(config, _issuers, endpoint, tokens, _store, _sessions, loginCookies, _failures, Time, logger)
            : null;
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange) => exchange.GetState<ResponseCookies>(_slot)?.WriteTo(exchange.Response.Headers);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _jwtScope.Dispose();
        _introspectionScope.Dispose();
        _clientScope.Dispose();
        _sessions?.Dispose();
        _issuers.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Begin(Exchange exchange)
    {
        foreach (var name in _upstreamNames)
        {
            exchange.Request.Headers.RemoveWhere(name, static (field, _, ours) => IsSpelling(field, ours.Bytes));
        }
    }

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
        const OpenIdMethods Tokens = OpenIdMethods.Bearer | OpenIdMethods.Introspection;
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
        bool isAsked = _config.Has(OpenIdMethods.Introspection) && (!isSigned || _config.IntrospectsJwt || !_config.Has(OpenIdMethods.Bearer));
        if (!isAsked && !(isSigned && _config.Has(OpenIdMethods.Bearer)))
        {
            return ValueTask.FromResult<AuthenticationOutcome>(_failures.Invalid(AuthenticationFailureReason.Malformed));
        }

        var scope = isAsked ? _introspectionScope : _jwtScope;
        var digest = SecretDigest.Of(token);
        return scope.Find(in digest) is { } known
            ? ValueTask.FromResult(Conclude(exchange, known))
            : AwaitAsync(exchange, scope.VerifyAsync(in digest, token, isAsked ? _introspection : _jwt));
    }

    private async ValueTask<AuthenticationOutcome> AwaitAsync(Exchange exchange, ValueTask<TokenCheck> pending) => Conclude(exchange, await pending);

    private async ValueTask<AuthenticationOutcome> WithoutTokenAsync(Exchange exchange)
    {
        if (_config.Has(OpenIdMethods.ClientCredentials) && CredentialSource.FindClient(exchange.Request.Headers) is { } client)
        {
            // A client's secret may be short: its digest is worthless outside this process.
            var digest = SecretDigest.Keyed(client);
            return Conclude(exchange, _clientScope.Find(in digest) is { } known ? known : await _clientScope.VerifyAsync(in digest, client, _clients));
        }

        if (_logout is not null && _logout.Matches(exchange))
        {
            await _logout.EndAsync(exchange);
            return AuthenticationOutcome.Nothing;
        }

        if (_login is not null && _login.IsAnswer(exchange))
        {
            return await _login.CompleteAsync(exchange) is { } login ? Conclude(exchange, login) : AuthenticationOutcome.Nothing;
        }

        if (_sessions is not null && await _sessions.AuthenticateAsync(exchange) is { } session)
        {
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
            ResponseCookies.Of(exchange, _slot).Fields = grant.Downstream;
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
        string?[] fields = [config.UpstreamAccessToken?.Name, config.UpstreamIdToken?.Name];
        return new SecretNames(fields.OfType<string>(), ["access_token", "code", "state", "session_state"]);
    }

    private static ParameterMatch None(out ReadOnlySpan<byte> token)
    {
        token = default;
        return ParameterMatch.None;
    }

    // Some servers take an underscore for a dash.
    private static bool IsSpelling(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name)
    {
        if (field.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (Plain(field[i]) != Plain(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Plain(byte b) => b == '_' ? '-' : b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b;
}
