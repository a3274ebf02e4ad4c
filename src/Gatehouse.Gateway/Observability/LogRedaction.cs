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

    /// <summary>What stands in place of a secret.</summary>
    public static ReadOnlySpan<byte> Replacement => "\"REDACTED\""u8;

    /// <summary>Whether the value of a field is hidden.</summary>
    public static bool Hides(in HeaderMap.Field field)
    {
        foreach (var name in Secrets)
        {
            if (field.Is(name))
            {
                return true;
            }
        }

        return false;
    }
}
