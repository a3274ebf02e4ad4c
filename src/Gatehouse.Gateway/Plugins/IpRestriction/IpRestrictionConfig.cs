using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Plugins.IpRestriction;

/// <summary>Configuration of <c>ip-restriction</c>.</summary>
internal sealed record IpRestrictionConfig
{
    /// <summary>Addresses that are let through; null = all that are not denied.</summary>
    public required CidrSet? Allow { get; init; }

    /// <summary>Addresses that are refused; they win over <see cref="Allow"/>.</summary>
    public required CidrSet Deny { get; init; }

    /// <summary>Status of a refusal, 200–599. Default 403.</summary>
    public required int Status { get; init; }

    /// <summary>Message of a refusal; null = Kong's, which names the address.</summary>
    public required string? Message { get; init; }

    public static IpRestrictionConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        var allow = reader.GetStrings("allow") ?? [];
        var deny = reader.GetStrings("deny") ?? [];
        if (allow.Count + deny.Count == 0)
        {
            // The schema refuses it, too; it would let everybody through.
            throw new PluginBuildException("config: one of 'allow' and 'deny' must name an address");
        }

        return new IpRestrictionConfig
        {
            Allow = allow.Count == 0 ? null : Parse("allow", allow),
            Deny = Parse("deny", deny),
            Status = (int)reader.GetNumber("status", 403),
            Message = reader.GetString("message"),
        };
    }

    /// <summary>A range that cannot be read must not be left out: of an empty allow list everybody is let through.</summary>
    private static CidrSet Parse(string field, IReadOnlyList<string> texts)
        => CidrSet.TryParse(texts, out var set, out string? offender) && texts.All(t => t != "unix:")
            ? set
            : throw new PluginBuildException($"config.{field}: '{offender ?? "unix:"}' is not an address or range");
}
