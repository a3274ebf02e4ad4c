using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Header fields whose values are never logged. Kong hides authorization and proxy-authorization; cookies and the usual key
/// headers carry the same kind of secret (a session, an API key), so they are hidden too.
/// </summary>
internal static class LogRedaction
{
    private static readonly HeaderName[] Secrets =
    [
        HeaderNames.Authorization,
        new("Proxy-Authorization"),
        HeaderNames.Cookie,
        new("Set-Cookie"),
        new("apikey"),
        new("api-key"),
        new("X-Api-Key"),
        new("X-Auth-Token"),
        new("X-Goog-Api-Key"),
        new("X-Amz-Security-Token"),
    ];

    // The usual names under which a key or token stands in a query (RFC 6750 section 2.3, OAuth 2.0, common gateways).
    private static readonly byte[][] Parameters =
    [
        "apikey"u8.ToArray(), "api_key"u8.ToArray(), "api-key"u8.ToArray(), "access_token"u8.ToArray(), "refresh_token"u8.ToArray(),
        "id_token"u8.ToArray(), "client_secret"u8.ToArray(), "client_assertion"u8.ToArray(), "jwt"u8.ToArray(), "password"u8.ToArray(),
    ];

    /// <summary>What stands in place of a secret, as JSON.</summary>
    public static ReadOnlySpan<byte> Replacement => "\"REDACTED\""u8;

    /// <summary>The same inside of a text.</summary>
    public static ReadOnlySpan<byte> PlainReplacement => "REDACTED"u8;

    /// <summary>Whether the value of a field is hidden; <paramref name="own"/>: names that plugins of the exchange use.</summary>
    public static bool Hides(in HeaderMap.Field field, List<SecretNames> own)
    {
        foreach (var name in Secrets)
        {
            if (field.Is(name))
            {
                return true;
            }
        }

        foreach (var names in own)
        {
            if (names.HasField(in field))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the value of a query parameter, its name decoded, is hidden.</summary>
    public static bool HidesParameter(ReadOnlySpan<byte> name, List<SecretNames> own)
    {
        foreach (byte[] secret in Parameters)
        {
            if (Ascii.EqualsIgnoreCase(name, secret))
            {
                return true;
            }
        }

        foreach (var names in own)
        {
            if (names.HasParameter(name))
            {
                return true;
            }
        }

        return false;
    }
}
