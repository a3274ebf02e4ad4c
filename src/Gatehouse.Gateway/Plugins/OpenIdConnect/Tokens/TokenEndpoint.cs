using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Outbound;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Gets tokens (RFC 6749 section 3.2): for codes, refresh tokens, clients and passwords.</summary>
internal sealed class TokenEndpoint(ProviderCalls calls, OpenIdConnectConfig config)
{
    /// <summary>Tokens for the code of a log-in (RFC 6749 section 4.1.3, RFC 7636 section 4.5).</summary>
    public Task<TokenResult> ForCodeAsync(Provider provider, string code, string redirectUri, string verifier) => PostAsync(
        provider, [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectUri), ("code_verifier", verifier)]);

    /// <summary>New tokens (RFC 6749 section 6).</summary>
    public Task<TokenResult> ForRefreshAsync(Provider provider, string refreshToken) => PostAsync(
        provider, [("grant_type", "refresh_token"), ("refresh_token", refreshToken)]);

    /// <summary>Tokens for somebody's name and password (RFC 6749 section 4.3).</summary>
    public Task<TokenResult> ForPasswordAsync(Provider provider, string name, string password) => PostAsync(
        provider,
        [
            ("grant_type", "password"), ("username", name), ("password", password), ("scope", string.Join(' ', config.Login.Scopes)), ("audience", config.Audience),
        ]);

    /// <summary>A token for another client (RFC 6749 section 4.4). Scopes that mean a person are not asked for.</summary>
    public Task<TokenResult> ForClientAsync(Provider provider, string id, string secret)
    {
        string scope = string.Join(' ', config.Login.Scopes.Where(s => s is not ("openid" or "offline_access" or "profile" or "email")));
        return PostAsync(
            provider,
            [("grant_type", "client_credentials"), ("scope", scope.Length == 0 ? null : scope), ("audience", config.Audience)],
            (id, secret));
    }

    private async Task<TokenResult> PostAsync(Provider provider, (string, string?)[] form, (string Id, string Secret)? other = null)
    {
        if (ProviderCalls.Target(config.TokenEndpoint, provider.Metadata.Token) is not { } target)
        {
            return default;
        }

        var response = await calls.PostAsync(provider, target, form, other);
        if (response.IsSuccess)
        {
            var answer = TokenAnswer.Read(response.Body);
            if (answer is null)
            {
                calls.WarnOfAnswer(target, "no bearer token");
            }

            return new TokenResult(answer, null);
        }

        if (response.Failure != OutboundFailure.None || response.Status is not (400 or 401 or 403))
        {
            return default;
        }

        string error = TokenAnswer.ErrorOf(response.Body);
        if (other is not null || error is not ("invalid_client" or "unauthorized_client" or TokenAnswer.UnknownError))
        {
            return new TokenResult(null, error);
        }

        // The gateway's own fault, or a page of something before the provider: nobody's session ends for that.
        calls.WarnOfClient(target, error);
        return default;
    }
}
