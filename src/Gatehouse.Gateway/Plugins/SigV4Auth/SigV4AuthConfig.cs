using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.SigV4Auth;

/// <summary>Configuration of <c>sigv4-auth</c>.</summary>
internal sealed record SigV4AuthConfig
{
    /// <summary>Signing name that signatures must have. Default bedrock.</summary>
    public required string Service { get; init; }

    /// <summary>Region that signatures must have; null = any.</summary>
    public required string? Region { get; init; }

    /// <summary>Most time between the signature and now, either way. Default 300 s.</summary>
    public required TimeSpan ClockSkew { get; init; }

    /// <summary>Largest body, bytes; it is read into memory. Default 32 MiB.</summary>
    public required int MaxBodyBytes { get; init; }

    /// <summary>Whether Authorization is removed before the request goes on. Default false.</summary>
    public required bool HideCredentials { get; init; }

    public static SigV4AuthConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new SigV4AuthConfig
        {
            Service = reader.GetString("service", "bedrock"),
            Region = reader.GetString("region"),
            ClockSkew = TimeSpan.FromSeconds(reader.GetNumber("clock_skew", 300)),
            MaxBodyBytes = reader.GetInt("max_body_bytes", SigV4AuthFactory.DefaultMaxBodyBytes),
            HideCredentials = reader.GetBool("hide_credentials", false),
        };
    }
}
