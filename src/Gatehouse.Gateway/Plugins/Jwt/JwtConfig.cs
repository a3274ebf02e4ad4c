using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Configuration of <c>jwt</c>.</summary>
internal sealed record JwtConfig
{
    /// <summary>Query parameters that may carry a token. Default jwt.</summary>
    public required IReadOnlyList<string> UriParamNames { get; init; }

    /// <summary>Cookies that may carry a token. Default none.</summary>
    public required IReadOnlyList<string> CookieNames { get; init; }

    /// <summary>Header fields that may carry a token behind <c>Bearer</c>. Default authorization.</summary>
    public required IReadOnlyList<string> HeaderNames { get; init; }

    /// <summary>Claim or header member that names the credential. Default iss.</summary>
    public required string KeyClaimName { get; init; }

    /// <summary>Whether the secrets of credentials are base64. Default false.</summary>
    public required bool SecretIsBase64 { get; init; }

    /// <summary>Which of exp and nbf are verified. Default none.</summary>
    public required IReadOnlyList<string> ClaimsToVerify { get; init; }

    /// <summary>Most seconds from now to exp; 0 = any.</summary>
    public required double MaximumExpiration { get; init; }

    /// <summary>How far the issuer's clock may be off, for exp, nbf and iat. Default 0.</summary>
    public required TimeSpan ClockSkew { get; init; }

    /// <summary>Realm in WWW-Authenticate; null = none.</summary>
    public required string? Realm { get; init; }

    /// <summary>Key sets of the configuration, by name or id. Default none.</summary>
    public required IReadOnlyList<string> KeySets { get; init; }

    /// <summary>URL of a published key set; null = none.</summary>
    public required string? JwksUri { get; init; }

    /// <summary>Issuers whose tokens the key sets verify.</summary>
    public required IReadOnlyList<string> Issuers { get; init; }

    /// <summary>Audiences of which a token must name one. Default none: <c>aud</c> is not looked at.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Claim that names the consumer of a token that a key set verified; null = it has none.</summary>
    public required string? ConsumerClaim { get; init; }

    /// <summary>What <see cref="ConsumerClaim"/> holds: username, custom_id or id. Default username.</summary>
    public required string ConsumerBy { get; init; }

    public static JwtConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new JwtConfig
        {
            UriParamNames = reader.GetStrings("uri_param_names") ?? [],
            CookieNames = reader.GetStrings("cookie_names") ?? [],
            HeaderNames = reader.GetStrings("header_names") ?? [],
            KeyClaimName = reader.GetString("key_claim_name", "iss"),
            SecretIsBase64 = reader.GetBool("secret_is_base64", false),
            ClaimsToVerify = reader.GetStrings("claims_to_verify") ?? [],
            MaximumExpiration = reader.GetNumber("maximum_expiration", 0),
            ClockSkew = TimeSpan.FromSeconds(reader.GetNumber("clock_skew", 0)),
            Realm = reader.GetString("realm"),
            KeySets = reader.GetStrings("key_sets") ?? [],
            JwksUri = reader.GetString("jwks_uri"),
            Issuers = reader.GetStrings("issuers") ?? [],
            Audiences = reader.GetStrings("audiences") ?? [],
            ConsumerClaim = reader.GetString("consumer_claim"),
            ConsumerBy = reader.GetString("consumer_by", "username"),
        };
    }
}
