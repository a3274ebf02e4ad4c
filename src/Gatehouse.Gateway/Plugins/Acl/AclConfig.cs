using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Acl;

/// <summary>Configuration of <c>acl</c>: exactly one of the two lists is set.</summary>
internal sealed record AclConfig
{
    /// <summary>Groups of which a client must be in one; null = <see cref="Deny"/> decides.</summary>
    public required IReadOnlyList<string>? Allow { get; init; }

    /// <summary>Groups of which a client must be in none; null = <see cref="Allow"/> decides.</summary>
    public required IReadOnlyList<string>? Deny { get; init; }

    /// <summary>Whether the upstream does not learn the groups. Default false.</summary>
    public required bool HideGroupsHeader { get; init; }

    /// <summary>Whether groups that a plugin verified count before those of the consumer. Default false.</summary>
    public required bool AlwaysUseAuthenticatedGroups { get; init; }

    /// <summary>Whether consumer groups count as groups, too. Default false.</summary>
    public required bool IncludeConsumerGroups { get; init; }

    public static AclConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new AclConfig
        {
            Allow = NotEmpty(reader.GetStrings("allow")),
            Deny = NotEmpty(reader.GetStrings("deny")),
            HideGroupsHeader = reader.GetBool("hide_groups_header", false),
            AlwaysUseAuthenticatedGroups = reader.GetBool("always_use_authenticated_groups", false),
            IncludeConsumerGroups = reader.GetBool("include_consumer_groups", false),
        };
    }

    private static IReadOnlyList<string>? NotEmpty(IReadOnlyList<string>? list) => list is { Count: > 0 } ? list : null;
}
