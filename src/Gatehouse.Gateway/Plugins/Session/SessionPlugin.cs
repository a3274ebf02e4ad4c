using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Cookies;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>
/// Keeps who was authenticated in a sealed cookie. It runs before the other authentication plugins: with a good session the client is
/// known, and those that have <c>anonymous</c> leave it at that; without one it says nothing, and the answer to a client that another
/// plugin lets in carries the cookie.
/// </summary>
internal sealed class SessionPlugin : AuthenticationPlugin
{
    private const int MaxBody = 64 * 1024;

    private readonly SessionConfig _config;
    private readonly int _slot;
    private readonly string _purpose;
    private readonly SealedCookie _cookie;
    private readonly SealedCookie? _remember;
    private readonly SessionHeaders _requestHeaders, _responseHeaders;
    private readonly byte[] _logoutQuery, _logoutPost;

    public SessionPlugin(SessionConfig config, PluginBuildContext context)
        : base(new AuthenticationOptions(), context)
    {
        _config = config;
        _slot = context.StateSlot;
        string[] secrets = [config.Secret ?? Node.Secrets.Of(context.Instance.Id), .. config.PreviousSecrets];
        _purpose = $"session {config.Audience}";
        _cookie = Cookie(config.CookieName, config.Cookie, new CookieSeal(_purpose, secrets));
        _remember = config.Remembers
            ? Cookie(config.RememberCookieName, config.Cookie, new CookieSeal($"session remember {config.Audience}", secrets))
            : null;
        if (config.Remembers && config.RememberCookieName == config.CookieName)
        {
            throw new PluginBuildException("config.remember_cookie_name: must not be cookie_name");
        }

        _requestHeaders = new SessionHeaders(config.RequestHeaders, config.Limits, config.Audience);
        _responseHeaders = new SessionHeaders(config.ResponseHeaders, config.Limits, config.Audience);
        _logoutQuery = Encoding.UTF8.GetBytes(config.LogoutQueryArgument);
        _logoutPost = Encoding.UTF8.GetBytes(config.LogoutPostArgument);
    }

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        var headers = exchange.Request.Headers;
        long now = Now();
        var use = new SessionUse { Present = _cookie.CountIn(headers), RememberPresent = _remember?.CountIn(headers) ?? 0 };
        Find(headers, use, now);
        exchange.SetState(_slot, use);
        if (use.Present + use.RememberPresent > 0)
        {
            _cookie.Hide(headers);
            _remember?.Hide(headers);
        }

        if (use.Session is not null && CanLogOut(exchange.Request))
        {
            if (Has(exchange.Request.Query, _logoutQuery))
            {
                return ValueTask.FromResult(LogOut(exchange, use));
            }

            if (_config.ReadsBodyForLogout && exchange.Request.HasBody)
            {
                return WithBodyAsync(exchange, use);
            }
        }

        return ValueTask.FromResult(Decide(exchange, use, now));
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        var use = exchange.GetState<SessionUse>(_slot) ?? new SessionUse();
        var headers = exchange.Response.Headers;
        long now = Now();
        if (exchange.Credential is { } credential && exchange.Consumer is { } consumer)
        {
            var session = use.Session is { } known && !use.Ends && known.ConsumerId == consumer.Id && known.CredentialId == credential.Id
                ? use.Continued!
                : Begin(exchange, credential, consumer.Id, now);
            Keep(exchange, use, session, now);
            _responseHeaders.Set(headers, session, Directory.FindConsumer(consumer.Id), now);
        }
        else if (use.Ends)
        {
            _cookie.Clear(headers, exchange.IsHttps, use.Present);
            _remember?.Clear(headers, exchange.IsHttps, use.RememberPresent);
        }
    }

    private async ValueTask<AuthenticationOutcome> WithBodyAsync(Exchange exchange, SessionUse use)
    {
        var read = await exchange.BufferRequestBodyAsync(MaxBody);
        return read == BodyRead.Whole
            && BodyParameters.Find(exchange.Request.Headers, exchange.BufferedRequestBody.Span, _logoutPost, out _) != ParameterMatch.None
            ? LogOut(exchange, use)
            : Decide(exchange, use, Now());
    }

    private AuthenticationOutcome LogOut(Exchange exchange, SessionUse use)
    {
        // Whoever has copied the cookies is out as well, at this node.
        var session = use.Session!;
        long end = Math.Max(_config.Limits.LastEndOf(session), _remember is null ? 0 : _config.Limits.RememberedUntil(session));
        Node.EndedSessions.Add(_purpose, session.Family, end, Now());
        use.Ends = true;
        exchange.Respond(200, null, default);
        return AuthenticationOutcome.Nothing;
    }

    private AuthenticationOutcome Decide(Exchange exchange, SessionUse use, long now)
    {
        var headers = exchange.Request.Headers;
        if (use.Session is not { } session)
        {
            _requestHeaders.Set(headers, null, null, now);
            return AuthenticationOutcome.Nothing;
        }

        if (Directory.FindConsumer(session.ConsumerId) is not { } consumer)
        {
            use.Ends = true;
            _requestHeaders.Set(headers, null, null, now);
            return AuthenticationOutcome.Nothing;
        }

        use.Continued = use.IsNew ? session : _config.Limits.Continue(session, now);
        _requestHeaders.Set(headers, use.Continued, consumer, now);
        if (session.Groups is { } groups)
        {
            exchange.AuthenticatedGroups = groups;
            IdentityHeaders.Set(headers, IdentityHeaders.AuthenticatedGroups, FieldText.Safe(string.Join(", ", groups)));
        }

        return AuthenticationOutcome.Success(consumer, new SessionCredential(session));
    }

    /// <summary>Finds the session of the cookie, or begins a new one for a remembered user.</summary>
    private void Find(HeaderMap headers, SessionUse use, long now)
    {
        // The seal knows the time; it is computed anew because limits may have been made shorter since.
        if (_cookie.Read(headers, now) is { } bytes && SessionContent.Read(bytes) is { } session && _config.Limits.EndOf(session) >= now
            && !Node.EndedSessions.Contains(_purpose, session.Family))
        {
            use.Session = session;
        }
        else if (_remember?.Read(headers, now) is { } remembered && SessionContent.Read(remembered) is { } earlier
            && _config.Limits.RememberedUntil(earlier) >= now && !Node.EndedSessions.Contains(_purpose, earlier.Family))
        {
            use.Session = earlier with { Id = SessionContent.NewId(), CreatedAt = now, RolledAt = now, UsedAt = now };
            use.IsNew = true;
        }
    }

    private static SessionContent Begin(Exchange exchange, Credential credential, string consumerId, long now) => new()
    {
        Id = SessionContent.NewId(),
        Family = SessionContent.NewId(),
        LoginAt = now,
        CreatedAt = now,
        RolledAt = now,
        UsedAt = now,
        ConsumerId = consumerId,
        CredentialId = credential.Id,
        Identifier = credential.Identifier,
        Groups = exchange.AuthenticatedGroups,
    };

    /// <summary>Sends the cookies when something about the session has changed. What does not fit into a few cookies is not kept.</summary>
    private void Keep(Exchange exchange, SessionUse use, SessionContent session, long now)
    {
        if (ReferenceEquals(session, use.Session) && !use.IsNew)
        {
            return;
        }

        var headers = exchange.Response.Headers;
        byte[] content = session.Write();
        bool isKept = _cookie.TrySet(headers, content, _config.Limits.EndOf(session), maxAge: null, exchange.IsHttps, use.Present);
        if (isKept && _remember is not null && session.RolledAt == now)
        {
            long until = _config.Limits.RememberedUntil(session);
            _remember.TrySet(headers, content, until, until == long.MaxValue ? int.MaxValue : until - now, exchange.IsHttps, use.RememberPresent);
        }
    }

    private bool CanLogOut(RequestMessage request) => _config.LogoutMethods.Contains(request.Method.Name);

    private static bool Has(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name)
        => !query.IsEmpty && QueryParameters.Find(query, name, new byte[query.Length], out _) != ParameterMatch.None;

    private long Now() => Time.GetUtcNow().ToUnixTimeSeconds();

    private static SealedCookie Cookie(string name, CookieAttributes attributes, CookieSeal seal)
    {
        try
        {
            return new SealedCookie(name, attributes, seal);
        }
        catch (ArgumentException error)
        {
            throw new PluginBuildException($"config: {attributes.ProblemWith(name)}", error);
        }
    }
}
