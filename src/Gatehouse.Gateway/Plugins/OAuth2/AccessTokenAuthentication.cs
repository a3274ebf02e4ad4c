using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Grants;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>
/// Lets in who presents an access token (RFC 6750) that was issued for this place. The token is hashed where it stands; a token in
/// the field or the query costs a look-up and allocates nothing.
/// </summary>
internal sealed class AccessTokenAuthentication : AuthenticationPlugin
{
    private const int MaxBody = 64 * 1024;
    private const string Invalid = "The access token is invalid or has expired";

    private static readonly byte[][] Parameters = ["access_token"u8.ToArray()];

    private readonly OAuth2Place _place;
    private readonly HeaderName _field;
    private readonly AuthenticationFailure _missing, _several, _otherScheme, _unknown, _elsewhere, _global;

    public AccessTokenAuthentication(OAuth2Place place, AuthenticationOptions options, PluginBuildContext context)
        : base(options with { SecretNames = Names(place.Config) }, context)
    {
        _place = place;
        SecretNames = Names(place.Config);
        _field = new HeaderName(place.Config.AuthHeaderName);
        string challenge = "Bearer" + place.Realm;
        string invalid = $"{challenge} error=\"invalid_token\" error_description=\"{Invalid}\"";
        _missing = Failure(AuthenticationFailureReason.Missing, "invalid_request", "The access token is missing", challenge);
        _several = Failure(AuthenticationFailureReason.Several, "invalid_token", Invalid, invalid);
        _otherScheme = Failure(AuthenticationFailureReason.Missing, "invalid_token", Invalid, invalid);
        _unknown = Failure(AuthenticationFailureReason.Unknown, "invalid_token", Invalid, invalid);
        _elsewhere = Failure(AuthenticationFailureReason.NotAcceptable, "invalid_token", Invalid, invalid);
        _global = Failure(
            AuthenticationFailureReason.NotAcceptable, "invalid_token",
            "The access token is global, but the current plugin is configured without 'global_credentials'", invalid);
    }

    /// <summary>What logs must hide at the endpoints, too.</summary>
    public SecretNames SecretNames { get; }

    /// <inheritdoc/>
    protected override bool CanBeGuessed => false;

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        var match = Find(exchange.Request, out var digest, out bool isOtherScheme);
        if (match == ParameterMatch.None && CanBeInBody(exchange.Request))
        {
            return WithBodyAsync(exchange);
        }

        return isOtherScheme ? ValueTask.FromResult<AuthenticationOutcome>(_otherScheme) : Decide(exchange, match, in digest);
    }

    private async ValueTask<AuthenticationOutcome> WithBodyAsync(Exchange exchange)
    {
        if (await exchange.BufferRequestBodyAsync(MaxBody) != BodyRead.Whole)
        {
            return _missing;
        }

        var headers = exchange.Request.Headers;
        var match = BodyParameters.Find(headers, exchange.BufferedRequestBody.Span, Parameters[0], out byte[] token);
        if (match == ParameterMatch.One && _place.Config.HideCredentials
            && BodyParameters.Remove(headers, exchange.BufferedRequestBody.Span, Parameters) is { } rest)
        {
            exchange.ReplaceRequestBody(rest);
        }

        var digest = SecretDigest.Of(token);
        return await Decide(exchange, token.Length == 0 && match == ParameterMatch.One ? ParameterMatch.None : match, in digest);
    }

    private ValueTask<AuthenticationOutcome> Decide(Exchange exchange, ParameterMatch match, in SecretDigest digest)
    {
        if (match != ParameterMatch.One)
        {
            return ValueTask.FromResult<AuthenticationOutcome>(match == ParameterMatch.Several ? _several : _missing);
        }

        var pending = _place.Store.FindAsync<AccessToken>(digest, Time.GetUtcNow().ToUnixTimeSeconds());
        return pending.IsCompletedSuccessfully
            ? ValueTask.FromResult(Accept(exchange, pending.GetAwaiter().GetResult()))
            : AwaitAsync(exchange, pending);
    }

    private async ValueTask<AuthenticationOutcome> AwaitAsync(Exchange exchange, ValueTask<AccessToken?> pending) => Accept(exchange, await pending);

    private AuthenticationOutcome Accept(Exchange exchange, AccessToken? token)
    {
        if (token is null || _place.FindClient(token.Grant) is not { } client)
        {
            return _unknown;
        }

        if (!_place.Accepts(exchange, token.Grant))
        {
            return token.Grant.Audience is null ? _global : _elsewhere;
        }

        var headers = exchange.Request.Headers;
        IdentityHeaders.Set(headers, IdentityHeaders.AuthenticatedScope, token.ScopeField);
        IdentityHeaders.Set(headers, IdentityHeaders.AuthenticatedUserid, token.UserField);
        exchange.Claims = token.Claims;
        return AuthenticationOutcome.Success(client);
    }

    /// <summary>Looks into the field and, where it is missing, into the query.</summary>
    private ParameterMatch Find(RequestMessage request, out SecretDigest digest, out bool isOtherScheme)
    {
        isOtherScheme = false;
        digest = default;
        if (!request.Headers.TryGet(_field, out var value))
        {
            return FindInQuery(request, out digest);
        }

        if (request.Headers.CountOf(_field) > 1)
        {
            return ParameterMatch.Several;
        }

        // Kong takes a field without a scheme for a token, too.
        value = value.Trim(" \t"u8);
        int blank = value.IndexOfAny((byte)' ', (byte)'\t');
        if (blank >= 0)
        {
            var scheme = value[..blank];
            isOtherScheme = !Ascii.EqualsIgnoreCase(scheme, "bearer"u8) && !Ascii.EqualsIgnoreCase(scheme, "token"u8);
            value = value[blank..].TrimStart(" \t"u8);
        }

        digest = SecretDigest.Of(value);
        if (_place.Config.HideCredentials && !isOtherScheme)
        {
            request.Headers.Remove(_field);
        }

        // Whatever is there, Kong looks no further.
        return value.IsEmpty && !isOtherScheme ? ParameterMatch.NoText : ParameterMatch.One;
    }

    private ParameterMatch FindInQuery(RequestMessage request, out SecretDigest digest)
    {
        digest = default;
        if (request.Query.IsEmpty)
        {
            return ParameterMatch.None;
        }

        byte[] scratch = System.Buffers.ArrayPool<byte>.Shared.Rent(request.Query.Length);
        var match = QueryParameters.Find(request.Query, Parameters[0], scratch, out var token);
        bool isEmpty = token.IsEmpty;
        digest = SecretDigest.Of(token);
        System.Buffers.ArrayPool<byte>.Shared.Return(scratch, clearArray: true);
        if (match == ParameterMatch.One && _place.Config.HideCredentials)
        {
            QueryParameters.Remove(request, Parameters);
        }

        return match == ParameterMatch.One && isEmpty ? ParameterMatch.NoText : match;
    }

    private static bool CanBeInBody(RequestMessage request)
        => request.HasBody && (request.Method == RequestMethod.Post || request.Method == RequestMethod.Put || request.Method == RequestMethod.Patch)
            && BodyKinds.Of(request.Headers, out _) != BodyKind.Other;

    private static AuthenticationFailure Failure(AuthenticationFailureReason reason, string error, string description, string challenge)
        => new(reason, null, challenge)
        {
            Json = Encoding.UTF8.GetBytes($$"""{"error":"{{error}}","error_description":"{{description}}"}"""),
        };

    private static SecretNames Names(OAuth2Config config) => new(
        [config.AuthHeaderName],
        ["access_token", "refresh_token", "token", "client_secret", "code", "code_verifier", "provision_key"]);
}
