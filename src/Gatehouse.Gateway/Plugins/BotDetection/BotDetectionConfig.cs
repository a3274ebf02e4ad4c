using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Regexes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.BotDetection;

/// <summary>Configuration of <c>bot-detection</c>.</summary>
internal sealed record BotDetectionConfig
{
    /// <summary>Patterns of clients that are let through; they win over everything else.</summary>
    public required IReadOnlyList<LinearRegex> Allow { get; init; }

    /// <summary>Patterns of clients that are refused, besides those that are known as bots.</summary>
    public required IReadOnlyList<LinearRegex> Deny { get; init; }

    public static BotDetectionConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new BotDetectionConfig { Allow = Compile("allow", reader), Deny = Compile("deny", reader) };
    }

    private static LinearRegex[] Compile(string field, ConfigReader reader) =>
    [
        .. (reader.GetStrings(field) ?? []).Select(pattern => LinearRegex.TryCompile(pattern, RegexFlags.None, out var regex, out string? error)
            ? regex
            : throw new PluginBuildException($"config.{field}: '{pattern}' is not a regular expression: {error}")),
    ];
}
