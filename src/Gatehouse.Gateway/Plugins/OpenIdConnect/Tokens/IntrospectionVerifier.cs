using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Asks the provider about tokens (RFC 7662). Who is not active is not asked about again for a while.</summary>
internal sealed class IntrospectionVerifier : ITokenVerifier
{
    private readonly OpenIdConnectConfig _config;
    private readonly IssuerSet _issuers;
    private readonly ProviderCalls _calls;
    private readonly ClaimRules _rules;
    private readonly OpenIdFailures _failures;
    private readonly TimeProvider _time;
    private readonly RecentMisses _inactive;
    private readonly JwtValidation _validation;

    public IntrospectionVerifier(
        OpenIdConnectConfig config, IssuerSet issuers, ProviderCalls calls, ClaimRules rules, OpenIdFailures failures, TimeProvider time)
    {
        (_config, _issuers, _calls, _rules, _failures, _time) = (config, issuers, calls, rules, failures, time);
        _inactive = new RecentMisses(config.CacheTtlNegative, time, 8192);
        _validation = new JwtValidation { ClockSkew = config.Leeway, RequireExpiration = false };
    }

    /// <inheritdoc/>
    public AuthenticationFailure Busy => _failures.Unavailable;

    /// <inheritdoc/>
    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        var digest = SecretDigest.Of(token.Span);
        if (_inactive.Contains(in digest))
        {
            return _failures.Invalid(AuthenticationFailureReason.Unknown);
        }

        if (await _issuers.MainAsync() is not { } provider
            || ProviderCalls.Target(_config.IntrospectionEndpoint, provider.Metadata.Introspection) is not { } target)
        {
            return _failures.Unavailable;
        }

        string text = Encoding.ASCII.GetString(token.Span);
        var response = await _calls.PostAsync(provider, target, [("token", text), ("token_type_hint", "access_token")]);
        if (response.IsSuccess)
        {
            return Judge(response.Body, text, in digest, name => _issuers.IsMain(provider, name));
        }

        if (response.Status is 400 or 401 or 403)
        {
            _calls.WarnOfClient(target, TokenAnswer.ErrorOf(response.Body));
        }

        return _failures.Unavailable;
    }

    private TokenCheck Judge(byte[] answer, string token, in SecretDigest digest, Func<string?, bool> isIssuer)
    {
        byte[] json = [.. answer];
        if (!JwtClaims.TryRead(answer, JoseLimits.Default, out var claims, out _))
        {
            return _failures.Unavailable;
        }

        if (claims.Root["active"u8].Kind != JsonKind.True)
        {
            _inactive.Add(in digest);
            return _failures.Invalid(AuthenticationFailureReason.Unknown);
        }

        var now = _time.GetUtcNow();
        var error = claims.Validate(_validation, now);
        if (error != JoseError.None)
        {
            return _failures.Of(error);
        }

        // Keycloak says of refresh tokens that they are active, too; and a bound token needs a proof that nobody here has seen.
        if (claims.Root["typ"u8] is var type && (type.IsString("Refresh"u8) || type.IsString("Offline"u8) || type.IsString("ID"u8))
            || claims.Root["cnf"u8].Exists || (claims.Root["iss"u8].Exists && !isIssuer(claims.Issuer)))
        {
            return _failures.Invalid(AuthenticationFailureReason.NotAcceptable);
        }

        var kept = now + _config.CacheTtl;
        return _rules.Accept(
            new TokenClaims(new JsonClaims(TokenClaims.Plugin, json), null), new TokenTexts(token), claims.Expiration is { } end && end < kept ? end : kept);
    }
}
