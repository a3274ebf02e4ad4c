using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity.Cookies;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>How sessions are kept.</summary>
internal sealed record SessionConfig
{
    /// <summary>Secrets that keys are derived from: the first seals, all open.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    public required string CookieName { get; init; }

    public required CookieAttributes Cookie { get; init; }

    /// <summary>Sessions of another audience do not count.</summary>
    public required string Audience { get; init; }

    public required TimeSpan Idling { get; init; }

    public required TimeSpan Absolute { get; init; }

    public required bool Refreshes { get; init; }

    public required TimeSpan RefreshLeeway { get; init; }

    /// <summary>Whether a session ends where it does not suffice.</summary>
    public required bool EndsOnForbidden { get; init; }

    public static SessionConfig From(ConfigReader reader) => new()
    {
        Secrets = [.. new[] { reader.GetString("session_secret") }.OfType<string>(), .. reader.GetStrings("session_secrets_retired") ?? []],
        CookieName = reader.GetString("session_cookie_name", "session"),
        Cookie = new CookieAttributes
        {
            Path = reader.GetString("session_cookie_path", "/"),
            Domain = reader.GetString("session_cookie_domain"),
            SameSite = CookieAttributes.ParseSameSite(reader.GetString("session_cookie_same_site"), SameSite.Lax),
            HttpOnly = reader.GetBool("session_cookie_http_only", true),
            Secure = reader.GetBool("session_cookie_secure"),
        },
        Audience = reader.GetString("session_audience", "default"),
        Idling = TimeSpan.FromSeconds(reader.GetNumber("session_idling_timeout", 900)),
        Absolute = TimeSpan.FromSeconds(reader.GetNumber("session_absolute_timeout", 86_400)),
        Refreshes = reader.GetBool("refresh_tokens", true),
        EndsOnForbidden = reader.GetBool("forbidden_destroy_session", false),
        RefreshLeeway = TimeSpan.FromSeconds(reader.GetNumber("refresh_tokens_leeway", 0)),
    };
}
