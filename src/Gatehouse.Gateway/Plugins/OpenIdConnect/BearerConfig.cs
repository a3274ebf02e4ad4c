using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Where tokens arrive, and where they go.</summary>
internal sealed record BearerConfig
{
    public required bool InHeader { get; init; }

    public required bool InQuery { get; init; }

    public required bool InBody { get; init; }

    public required bool InCookie { get; init; }

    public required string? CookieName { get; init; }

    /// <summary>Field for the access token, and whether the scheme Bearer stands before it; null = none.</summary>
    public required (string Name, bool IsBearer)? UpstreamAccessToken { get; init; }

    /// <summary>The same for the ID token.</summary>
    public required (string Name, bool IsBearer)? UpstreamIdToken { get; init; }

    public static BearerConfig From(ConfigReader reader)
    {
        var places = reader.GetStrings("bearer_token_param_type") ?? ["header"];
        return new BearerConfig
        {
            InHeader = places.Contains("header"),
            InQuery = places.Contains("query"),
            InBody = places.Contains("body"),
            InCookie = places.Contains("cookie"),
            CookieName = reader.GetString("bearer_token_cookie_name"),
            UpstreamAccessToken = Field(reader.GetString("upstream_access_token_header")),
            UpstreamIdToken = Field(reader.GetString("upstream_id_token_header")),
        };
    }

    private static (string, bool)? Field(string? text)
    {
        const string Suffix = ":bearer";
        return text is null ? null
            : text.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? (text[..^Suffix.Length], true)
            : (text, false);
    }
}
