using System.Text.Json.Nodes;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Scope;

/// <summary>Configuration of <c>scope</c>: at least one of the two lists is set.</summary>
internal sealed record ScopeConfig
{
    /// <summary>Scopes of which a token must have every one.</summary>
    public required IReadOnlyList<string> All { get; init; }

    /// <summary>Scopes of which a token must have one; empty = not asked for.</summary>
    public required IReadOnlyList<string> Any { get; init; }

    /// <summary>Claims that carry scopes. Default scope and scp.</summary>
    public required IReadOnlyList<ClaimPath> Claims { get; init; }

    /// <summary>Realm in WWW-Authenticate; null = none.</summary>
    public required string? Realm { get; init; }

    public static ScopeConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new ScopeConfig
        {
            All = Distinct(reader.GetStrings("all")),
            Any = Distinct(reader.GetStrings("any")),
            Claims = [.. (reader.GetStrings("claims") ?? []).Select(c => new ClaimPath(c))],
            Realm = reader.GetString("realm"),
        };
    }

    private static IReadOnlyList<string> Distinct(IReadOnlyList<string>? scopes) => [.. (scopes ?? []).Distinct(StringComparer.Ordinal)];
}
