namespace Gatehouse.Core.Configuration;

/// <summary>What every entity has (Kong's common rules).</summary>
public abstract record EntityConfig
{
    /// <summary>UUID in lower case with hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Tags, null when unset.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Seconds since 1970 (targets carry fractions).</summary>
    public double CreatedAt { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public double UpdatedAt { get; init; }
}
