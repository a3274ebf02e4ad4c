using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>Claims of an access token, and behind them those of an ID token: what the first has not got is looked for in the second.</summary>
/// <param name="access">Of the access token or of its introspection; null when it is opaque.</param>
/// <param name="id">Of the ID token; null when there is none.</param>
internal sealed class TokenClaims(JsonClaims? access, JsonClaims? id) : IVerifiedClaims
{
    public const string Plugin = "openid-connect";

    /// <inheritdoc/>
    public string Source => Plugin;

    /// <summary>Bytes of both.</summary>
    public int Bytes => (access?.Json.Length ?? 0) + (id?.Json.Length ?? 0);

    /// <inheritdoc/>
    public bool TryGetJson(ClaimPath path, out ReadOnlySpan<byte> json)
    {
        json = default;
        return (access is not null && access.TryGetJson(path, out json)) || (id is not null && id.TryGetJson(path, out json));
    }

    /// <inheritdoc/>
    public bool TryGetText(ClaimPath path, out ReadOnlySpan<byte> text)
    {
        text = default;
        return (access is not null && access.TryGetText(path, out text)) || (id is not null && id.TryGetText(path, out text));
    }
}
