namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>What a model costs from a day on.</summary>
internal sealed record ModelPrice
{
    /// <summary>First moment at which it holds, UTC.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Rates of requests that no tier applies to.</summary>
    public required TokenRates Rates { get; init; }

    /// <summary>Rates of long requests, by rising bound.</summary>
    public IReadOnlyList<PriceTier> Tiers { get; init; } = [];

    /// <summary>Factor of requests in a batch; null = not known.</summary>
    public decimal? BatchFactor { get; init; }

    /// <summary>Factors of service tiers, by the vendor's names in lower case.</summary>
    public IReadOnlyDictionary<string, decimal> ServiceTiers { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Factors of regions, by name in lower case; <c>*</c> is every other one.</summary>
    public IReadOnlyDictionary<string, decimal> Regions { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The rates of a request.</summary>
    /// <param name="inputTokens">Its input of all classes.</param>
    public TokenRates RatesFor(long inputTokens)
    {
        var rates = Rates;
        foreach (var tier in Tiers)
        {
            if (inputTokens <= tier.AboveInputTokens)
            {
                break;
            }

            rates = tier.Rates;
        }

        return rates;
    }
}
