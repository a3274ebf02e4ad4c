using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity.Cookies;

namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>Configuration of <c>session</c>. Times are seconds; 0 = no limit.</summary>
internal sealed record SessionConfig
{
    /// <summary>What cookies are sealed with; null = random, per instance and process.</summary>
    public required string? Secret { get; init; }

    /// <summary>Secrets that cookies may still be sealed with.</summary>
    public required IReadOnlyList<string> PreviousSecrets { get; init; }

    /// <summary>Whose sessions these are; those of another audience do not count. Default "default".</summary>
    public required string Audience { get; init; }

    public required SessionLimits Limits { get; init; }

    public required string CookieName { get; init; }

    public required CookieAttributes Cookie { get; init; }

    /// <summary>Whether a second, persistent cookie lets the browser come back after it was closed. Default false.</summary>
    public required bool Remembers { get; init; }

    public required string RememberCookieName { get; init; }

    /// <summary>What is told of a session to the upstream.</summary>
    public required IReadOnlyList<string> RequestHeaders { get; init; }

    /// <summary>What is told of a session to the client.</summary>
    public required IReadOnlyList<string> ResponseHeaders { get; init; }

    public required bool ReadsBodyForLogout { get; init; }

    public required IReadOnlyList<string> LogoutMethods { get; init; }

    public required string LogoutQueryArgument { get; init; }

    public required string LogoutPostArgument { get; init; }

    public static SessionConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new SessionConfig
        {
            Secret = reader.GetString("secret"),
            PreviousSecrets = reader.GetStrings("previous_secrets") ?? [],
            Audience = reader.GetString("audience", "default"),
            Limits = new SessionLimits
            {
                Idling = Seconds(reader, "idling_timeout", 900),
                Rolling = Seconds(reader, "rolling_timeout", 3600),
                Absolute = Seconds(reader, "absolute_timeout", 86_400),
                RememberRolling = Seconds(reader, "remember_rolling_timeout", 604_800),
                RememberAbsolute = Seconds(reader, "remember_absolute_timeout", 2_592_000),
            },
            CookieName = reader.GetString("cookie_name", "session"),
            Cookie = new CookieAttributes
            {
                Path = reader.GetString("cookie_path", "/"),
                Domain = reader.GetString("cookie_domain"),
                SameSite = CookieAttributes.ParseSameSite(reader.GetString("cookie_same_site")),
                HttpOnly = reader.GetBool("cookie_http_only", true),
                Secure = reader.GetBool("cookie_secure"),
            },
            Remembers = reader.GetBool("remember", false),
            RememberCookieName = reader.GetString("remember_cookie_name", "remember"),
            RequestHeaders = reader.GetStrings("request_headers") ?? [],
            ResponseHeaders = reader.GetStrings("response_headers") ?? [],
            ReadsBodyForLogout = reader.GetBool("read_body_for_logout", false),
            LogoutMethods = reader.GetStrings("logout_methods") ?? ["POST", "DELETE"],
            LogoutQueryArgument = reader.GetString("logout_query_arg", "session_logout"),
            LogoutPostArgument = reader.GetString("logout_post_arg", "session_logout"),
        };
    }

    private static long Seconds(ConfigReader reader, string name, double fallback) => (long)Math.Clamp(reader.GetNumber(name, fallback), 0, uint.MaxValue);
}
