using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Configuration of <c>ai-gateway</c>.</summary>
internal sealed record AiGatewayConfig
{
    /// <summary>Dialects that are spoken. Default all.</summary>
    public required IReadOnlyList<string> Surfaces { get; init; }

    /// <summary>Models that may be used here; null = all.</summary>
    public required IReadOnlyList<string>? Models { get; init; }

    /// <summary>Name of the ai_policy; null = none.</summary>
    public required string? Policy { get; init; }

    /// <summary>Least data class of requests here; null = the policy's.</summary>
    public required string? DataClass { get; init; }

    /// <summary>Largest request, bytes. Default 32 MiB, as Anthropic's own.</summary>
    public required int MaxBodyBytes { get; init; }

    /// <summary>How long a stream may be silent before something without meaning is sent; null = for ever. Default 15 s.</summary>
    public required TimeSpan? KeepAlive { get; init; }

    /// <summary>Whether usage in answers gets a field with the cost where the dialect has room.</summary>
    public required bool ReportsCost { get; init; }

    public static AiGatewayConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new AiGatewayConfig
        {
            Surfaces = reader.GetStrings("surfaces") ?? AiGatewayFactory.SurfaceNames,
            Models = reader.GetStrings("models"),
            Policy = reader.GetString("policy"),
            DataClass = reader.GetString("data_class"),
            MaxBodyBytes = reader.GetInt("max_body_bytes", AiGatewayFactory.DefaultMaxBodyBytes),
            KeepAlive = reader.GetInt("keepalive_interval", 15_000) is > 0 and var ms ? TimeSpan.FromMilliseconds(ms) : null,
            ReportsCost = reader.GetBool("report_cost", false),
        };
    }
}
