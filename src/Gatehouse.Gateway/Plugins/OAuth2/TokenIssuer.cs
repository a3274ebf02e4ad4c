using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity.Grants;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Makes codes and tokens, keeps them, and says what the client is told.</summary>
internal sealed class TokenIssuer(OAuth2Place place)
{
    /// <summary>Seconds that a code is good for. Kong's.</summary>
    public const long CodeLifetime = 300;

    /// <summary>A new grant.</summary>
    public Grant Grant(EndpointCall call, string credentialId, string clientId, string? userId, string? scope)
        => new(Guid.NewGuid().ToString("N"), place.PluginId, credentialId, clientId, place.AudienceOf(call.Exchange), userId, scope);

    /// <summary>A code for a grant; null when there is no room.</summary>
    public async ValueTask<string?> IssueCodeAsync(Grant grant, string redirectUri, string? challenge, long now)
    {
        string code = OAuth2Place.NewSecret(out var digest);
        var content = new AuthorizationCode(grant, redirectUri, challenge, now + CodeLifetime);
        return await place.Store.AddAsync([(digest, content)], now) ? code : null;
    }

    /// <summary>Tokens of a new grant; null when there is no room.</summary>
    public async ValueTask<IssuedTokens?> IssueAsync(Grant grant, bool withRefresh, long now)
    {
        var tokens = Make(grant, grant.Scope, withRefresh, now, out var secrets);
        return await place.Store.AddAsync(secrets, now) ? tokens : null;
    }

    /// <summary>Tokens for a code or a refresh token, which is used up thereby; an error when somebody was faster.</summary>
    public async ValueTask<(IssuedTokens? Tokens, ExchangeResult Result)> ExchangeAsync(SecretDigest used, Grant grant, string? scope, long now)
    {
        var tokens = Make(grant, scope, withRefresh: true, now, out var secrets);
        var result = await place.Store.ExchangeAsync(used, secrets, now);
        return (result == ExchangeResult.Done ? tokens : null, result);
    }

    /// <summary>A new access token for a refresh token that stays the same.</summary>
    public async ValueTask<IssuedTokens?> RenewAsync(string refreshToken, SecretDigest digest, RefreshToken content, string? scope, long now)
    {
        var tokens = Make(content.Grant, scope, withRefresh: false, now, out var secrets);
        if (!await place.Store.AddAsync(secrets, now))
        {
            return null;
        }

        await place.Store.ReplaceAsync(digest, content with { AccessToken = secrets[0].Digest });
        return tokens with { RefreshToken = refreshToken };
    }

    private IssuedTokens Make(
        Grant grant, string? scope, bool withRefresh, long now, out IReadOnlyList<(SecretDigest Digest, IssuedSecret Secret)> secrets)
    {
        var config = place.Config;
        bool ends = config.TokenExpiration > 0;
        string access = OAuth2Place.NewSecret(out var accessDigest);
        var token = new AccessToken(grant, scope, now, ends ? now + config.TokenExpiration : long.MaxValue);

        // A token that does not end needs no other.
        if (!withRefresh || !ends)
        {
            secrets = [(accessDigest, token)];
            return new IssuedTokens(access, null, ends ? config.TokenExpiration : null);
        }

        string refresh = OAuth2Place.NewSecret(out var refreshDigest);
        long refreshEnds = config.RefreshTokenTtl > 0 ? now + config.RefreshTokenTtl : long.MaxValue;
        secrets = [(accessDigest, token), (refreshDigest, new RefreshToken(grant, accessDigest, now, refreshEnds))];
        return new IssuedTokens(access, refresh, config.TokenExpiration);
    }
}
