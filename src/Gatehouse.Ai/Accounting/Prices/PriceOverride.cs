namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>
/// A price from the configuration. One for a deployment counts before one for a model, and that before the book's. It replaces the book's
/// price as a whole, and of several that match the same the one with the latest date that has come.
/// </summary>
internal sealed record PriceOverride
{
    /// <summary>Name of the deployment it is for; null = every one.</summary>
    public string? Deployment { get; init; }

    /// <summary>Type of the provider it is for; null = every one.</summary>
    public string? Provider { get; init; }

    /// <summary>The vendor's model id, as the book spells it or in full; null = every model of what else is named.</summary>
    public string? Model { get; init; }

    /// <summary>The price.</summary>
    public required ModelPrice Price { get; init; }
}
