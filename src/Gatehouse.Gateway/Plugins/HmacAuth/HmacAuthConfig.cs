using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>Configuration of <c>hmac-auth</c>.</summary>
internal sealed record HmacAuthConfig
{
    /// <summary>Whether the credential is removed before the request goes on. Default false.</summary>
    public required bool HideCredentials { get; init; }

    /// <summary>Most seconds between the request's date and now, either way. Default 300.</summary>
    public required double ClockSkew { get; init; }

    /// <summary>Whether the body must have the digest that the field Digest says. Default false.</summary>
    public required bool ValidateRequestBody { get; init; }

    /// <summary>Names that every signature must cover. Default none.</summary>
    public required IReadOnlyList<string> EnforceHeaders { get; init; }

    /// <summary>Algorithms that are accepted. Default all four.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }

    /// <summary>Realm in WWW-Authenticate; null = none.</summary>
    public required string? Realm { get; init; }

    public static HmacAuthConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new HmacAuthConfig
        {
            HideCredentials = reader.GetBool("hide_credentials", false),
            ClockSkew = reader.GetNumber("clock_skew", 300),
            ValidateRequestBody = reader.GetBool("validate_request_body", false),
            EnforceHeaders = reader.GetStrings("enforce_headers") ?? [],
            Algorithms = reader.GetStrings("algorithms") ?? HmacAlgorithm.Names,
            Realm = reader.GetString("realm"),
        };
    }
}
