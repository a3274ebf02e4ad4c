using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Outbound;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Gets tokens (RFC 6749 section 3.2): for codes, refresh tokens and clients.</summary>
internal sealed class TokenEndpoint(ProviderCalls calls, OpenIdConnectConfig config)
{
    /// <summary>Tokens for the code of a log-in (RFC 6749 section 4.1.3, RFC 7636 section 4.5).</summary>
    public Task<TokenResult> ForCodeAsync(Provider provider, string code, string redirectUri, string verifier) => PostAsync(
        provider, [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectUri), ("code_verifier", verifier)]);

    /// <summary>New tokens (RFC 6749 section 6).</summary>
    public Task<TokenResult> ForRefreshAsync(Provider provider, string refreshToken) => PostAsync(
        provider, [("grant_type", "refresh_token"), ("refresh_token", refreshToken)]);

    /// <summary>A token for another client (RFC 6749 section 4.4). Scopes that mean a person are not asked for.</summary>
    public Task<TokenResult> ForClientAsync(Provider provider, string id, string secret)
    {
        string scope = string.Join(' ', config.Login.Scopes.Where(s => s is not ("openid" or "offline_access" or "profile" or "email")));
        return PostAsync(provider, [("grant_type", "client_credentials"), ("scope", scope.Length == 0 ? null : scope)], (id, secret));
    }

    private async Task<TokenResult> PostAsync(Provider provider, (string, string?)[] form, (string Id, string Secret)? other = null)
    {
        if (ProviderCalls.Target(config.TokenEndpoint, provider.Metadata.Token) is not { } target)
        {
            return default;
        }

        var response = await calls.PostAsync(target, form, other);
        if (response.IsSuccess)
        {
            return new TokenResult(TokenAnswer.Read(response.Body), null);
        }

        if (response.Failure != OutboundFailure.None || response.Status is not (400 or 401 or 403))
        {
            return default;
        }

        string error = TokenAnswer.ErrorOf(response.Body);
        if (other is null && error is "invalid_client" or "unauthorized_client")
        {
            calls.WarnOfClient(target, error);
        }

        return new TokenResult(null, error);
    }
}
