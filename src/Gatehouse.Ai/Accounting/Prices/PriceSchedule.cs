namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>The prices of one model over time. Immutable; looked up once for a deployment and kept.</summary>
internal sealed class PriceSchedule
{
    private readonly ModelPrice[] _prices;

    /// <param name="version">What is stamped on entries charged by it.</param>
    /// <param name="prices">At least one.</param>
    /// <param name="region">Region that the model's id names; null = none.</param>
    public PriceSchedule(string version, IEnumerable<ModelPrice> prices, string? region = null)
    {
        Version = version;
        Region = region;
        _prices = [.. prices.OrderBy(p => p.From)];
        ArgumentOutOfRangeException.ThrowIfZero(_prices.Length, nameof(prices));
    }

    /// <summary>Version of the book and of what overrides it.</summary>
    public string Version { get; }

    /// <summary>Region that the model's id names, which then counts (Bedrock's inference profiles); null = none.</summary>
    public string? Region { get; }

    /// <summary>The price at a moment; before the first one that is known, the first one.</summary>
    public ModelPrice At(DateTimeOffset time)
    {
        var found = _prices[0];
        foreach (var price in _prices)
        {
            if (price.From > time)
            {
                break;
            }

            found = price;
        }

        return found;
    }

    /// <summary>The same prices for an id that names a region, or under another version.</summary>
    public PriceSchedule With(string version, string? region) => new(version, _prices, region);
}
