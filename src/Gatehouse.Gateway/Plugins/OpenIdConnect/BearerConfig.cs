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

    /// <summary>Field that carries a refresh token.</summary>
    public required string RefreshTokenName { get; init; }

    /// <summary>Tokens for the upstream.</summary>
    public required IReadOnlyList<TokenField> Upstream { get; init; }

    /// <summary>Tokens for the client.</summary>
    public required IReadOnlyList<TokenField> Downstream { get; init; }

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
            // Kong reads the field with dashes, too.
            RefreshTokenName = reader.GetString("refresh_token_param_name", "refresh_token").Replace('_', '-'),
            Upstream = TokenField.From(reader, "upstream"),
            Downstream = TokenField.From(reader, "downstream"),
        };
    }
}
