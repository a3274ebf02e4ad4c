using System.Text.Json;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>What a client is told of its tokens (RFC 6749 section 5.1). Holds secrets: made to be sent, not to be kept.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token, null when there is none.</param>
/// <param name="ExpiresIn">Seconds that the access token is good for; null = it does not end.</param>
internal sealed record IssuedTokens(string AccessToken, string? RefreshToken, long? ExpiresIn)
{
    /// <summary>Never the secrets.</summary>
    public override string ToString() => nameof(IssuedTokens);

    public void WriteTo(Utf8JsonWriter json)
    {
        if (RefreshToken is not null)
        {
            json.WriteString("refresh_token", RefreshToken);
        }

        json.WriteString("token_type", "bearer");
        json.WriteString("access_token", AccessToken);
        if (ExpiresIn is { } seconds)
        {
            json.WriteNumber("expires_in", seconds);
        }
    }
}
