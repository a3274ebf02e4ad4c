using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>
/// Asks the provider about the person of a token (OpenID Connect Core section 5.3), whom the token itself entitles to ask. Nothing is
/// learned of the token's audience, scopes or end.
/// </summary>
internal sealed class UserInfoVerifier : ITokenVerifier
{
    private readonly OpenIdConnectConfig _config;
    private readonly IssuerSet _issuers;
    private readonly ProviderCalls _calls;
    private readonly ClaimRules _rules;
    private readonly OpenIdFailures _failures;
    private readonly TimeProvider _time;
    private readonly RecentMisses _unknown;
    private readonly JwtValidation _validation;

    public UserInfoVerifier(
        OpenIdConnectConfig config, IssuerSet issuers, ProviderCalls calls, ClaimRules rules, OpenIdFailures failures, TimeProvider time)
    {
        (_config, _issuers, _calls, _rules, _failures, _time) = (config, issuers, calls, rules, failures, time);
        _unknown = new RecentMisses(config.CacheTtlNegative, time, 8192);
        _validation = new JwtValidation { ClockSkew = config.Leeway, RequireExpiration = false };
    }

    /// <inheritdoc/>
    public AuthenticationFailure Busy => _failures.Unavailable;

    /// <inheritdoc/>
    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        var digest = SecretDigest.Of(token.Span);
        if (_unknown.Contains(in digest))
        {
            return _failures.Invalid(AuthenticationFailureReason.Unknown);
        }

        if (await _issuers.MainAsync() is not { } provider
            || ProviderCalls.Target(_config.UserInfoEndpoint, provider.Metadata.UserInfo) is not { } target)
        {
            return _failures.Unavailable;
        }

        string text = Encoding.ASCII.GetString(token.Span);
        var response = await _calls.GetAsync(target, text);
        if (response.IsSuccess)
        {
            if (Judge(response.Body, text) is { } check)
            {
                return check;
            }

            _calls.WarnOfAnswer(target, "no claims as JSON, or none of sub");
        }
        else if (response.Status is 400 or 401 or 403)
        {
            _unknown.Add(in digest);
            return _failures.Invalid(AuthenticationFailureReason.Unknown);
        }

        return _failures.Unavailable;
    }

    private TokenCheck? Judge(byte[] answer, string token)
    {
        byte[] json = [.. answer];
        if (!JwtClaims.TryRead(answer, JoseLimits.Default, out var claims, out _) || claims.Subject is not { Length: > 0 })
        {
            return null;
        }

        var now = _time.GetUtcNow();
        var error = claims.Validate(_validation, now);
        var kept = now + _config.CacheTtl;
        return error != JoseError.None ? _failures.Of(error)
            : _rules.Accept(
                new TokenClaims(new JsonClaims(TokenClaims.Plugin, json), null), new TokenTexts(token),
                claims.Expiration is { } end && end < kept ? end : kept);
    }
}
