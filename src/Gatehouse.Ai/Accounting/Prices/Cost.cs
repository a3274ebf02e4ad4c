using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>What an attempt costs.</summary>
/// <param name="Usd">Exact; null = not known, which is not nothing.</param>
/// <param name="IsApproximate">Whether a factor of a service tier or batch was needed that the price does not know.</param>
internal readonly record struct Cost(decimal? Usd, bool IsApproximate = false)
{
    private const decimal TokensPerRate = 1_000_000m;

    /// <summary>The cost of what has no price.</summary>
    public static Cost Unknown => default;

    /// <summary>The cost of what the vendor was not asked for, or gave away.</summary>
    public static Cost None => new(0m);

    /// <summary>Tokens times rates times factors, in decimal from end to end.</summary>
    public static Cost Of(in TokenUsage usage, PriceSchedule? schedule, in CostContext context)
    {
        if (schedule is null)
        {
            return Unknown;
        }

        var price = schedule.At(context.Time);
        if (price.RatesFor(usage.TotalInput).Charge(usage) is not { } charge)
        {
            return Unknown;
        }

        bool isKnown = true;
        charge *= RegionFactor(price, schedule.Region ?? context.Region);

        // A batch has one factor whatever tier it ran in: no vendor gives both.
        charge *= context.IsBatch ? Known(price.BatchFactor, ref isKnown) : TierFactor(price, context.ServiceTier, ref isKnown);
        return new Cost(charge / TokensPerRate, !isKnown && charge != 0);
    }

    private static decimal RegionFactor(ModelPrice price, string? region)
        => region is null || price.Regions.Count == 0 ? 1
            : price.Regions.TryGetValue(region, out decimal factor) || price.Regions.TryGetValue("*", out factor) ? factor
            : 1;

    private static decimal TierFactor(ModelPrice price, string? tier, ref bool isKnown) => tier switch
    {
        null or "" or "default" or "standard" or "auto" or "standard_only" => 1,
        _ => Known(price.ServiceTiers.TryGetValue(tier, out decimal factor) ? factor : null, ref isKnown),
    };

    private static decimal Known(decimal? factor, ref bool isKnown)
    {
        isKnown &= factor is not null;
        return factor ?? 1;
    }
}
