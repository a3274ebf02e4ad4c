using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>How sessions are kept.</summary>
internal sealed record SessionConfig
{
    /// <summary>Secrets that keys are derived from: the first seals, all open.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    public required string CookieName { get; init; }

    public required string CookiePath { get; init; }

    public required string? CookieDomain { get; init; }

    public required string CookieSameSite { get; init; }

    public required bool CookieHttpOnly { get; init; }

    /// <summary>Null = as the client's request is.</summary>
    public required bool? CookieSecure { get; init; }

    public required TimeSpan Idling { get; init; }

    public required TimeSpan Absolute { get; init; }

    public required bool Refreshes { get; init; }

    public required TimeSpan RefreshLeeway { get; init; }

    public static SessionConfig From(ConfigReader reader) => new()
    {
        Secrets = [.. new[] { reader.GetString("session_secret") }.OfType<string>(), .. reader.GetStrings("session_secrets_retired") ?? []],
        CookieName = reader.GetString("session_cookie_name", "session"),
        CookiePath = reader.GetString("session_cookie_path", "/"),
        CookieDomain = reader.GetString("session_cookie_domain"),
        CookieSameSite = reader.GetString("session_cookie_same_site", "Lax"),
        CookieHttpOnly = reader.GetBool("session_cookie_http_only", true),
        CookieSecure = reader.GetBool("session_cookie_secure"),
        Idling = TimeSpan.FromSeconds(reader.GetNumber("session_idling_timeout", 900)),
        Absolute = TimeSpan.FromSeconds(reader.GetNumber("session_absolute_timeout", 86_400)),
        Refreshes = reader.GetBool("refresh_tokens", true),
        RefreshLeeway = TimeSpan.FromSeconds(reader.GetNumber("refresh_tokens_leeway", 0)),
    };
}
