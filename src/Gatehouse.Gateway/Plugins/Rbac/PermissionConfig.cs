namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>A permission as configured. Conditions are ANDed, values within one ORed; an empty one holds for everything.</summary>
internal sealed record PermissionConfig
{
    /// <summary>Name in audit records; null = that of the role and its place there.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it takes away instead of giving.</summary>
    public bool IsDeny { get; init; }

    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Prefixes (<c>/…</c>) that end at a segment, and regular expressions (<c>~…</c>) over the whole path.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Tags of routes.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
