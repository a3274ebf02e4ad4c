using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>Configuration of <c>cors</c>, header values already joined.</summary>
internal sealed record CorsConfig
{
    private const string AllMethods = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";

    /// <summary>Accepted origins; empty or <c>*</c> = any.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary><c>Access-Control-Allow-Headers</c> of preflights; null = what the client asked for.</summary>
    public required string? AllowHeaders { get; init; }

    /// <summary><c>Access-Control-Expose-Headers</c>; null = none.</summary>
    public required string? ExposeHeaders { get; init; }

    /// <summary><c>Access-Control-Allow-Methods</c> of preflights. Default all nine.</summary>
    public required string AllowMethods { get; init; }

    /// <summary><c>Access-Control-Max-Age</c>, seconds; null = not sent.</summary>
    public required string? MaxAge { get; init; }

    /// <summary>Whether cookies and authorization are allowed. Default false.</summary>
    public required bool Credentials { get; init; }

    /// <summary>Whether pages of the public network may reach us on a private one. Default false.</summary>
    public required bool PrivateNetwork { get; init; }

    /// <summary>Whether the upstream answers preflights. Default false.</summary>
    public required bool PreflightContinue { get; init; }

    /// <summary>Whether answers to requests without <c>Origin</c> carry the fields too. Default true.</summary>
    public required bool AllowOriginAbsent { get; init; }

    public static CorsConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new CorsConfig
        {
            Origins = reader.GetStrings("origins") ?? [],
            AllowHeaders = Join(reader.GetStrings("headers")),
            ExposeHeaders = Join(reader.GetStrings("exposed_headers")),
            AllowMethods = Join(reader.GetStrings("methods")) ?? AllMethods,
            MaxAge = reader.GetNumber("max_age")?.ToString(CultureInfo.InvariantCulture),
            Credentials = reader.GetBool("credentials", false),
            PrivateNetwork = reader.GetBool("private_network", false),
            PreflightContinue = reader.GetBool("preflight_continue", false),
            AllowOriginAbsent = reader.GetBool("allow_origin_absent", true),
        };
    }

    private static string? Join(IReadOnlyList<string>? values) => values is { Count: > 0 } ? string.Join(',', values) : null;
}
