using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Configuration;

/// <summary>Reads the price of a deployment.</summary>
internal static class PriceReader
{
    /// <summary>The prices: the book's, with the configuration's rates in the place of those it names; null = not known.</summary>
    public static PriceSchedule? Read(ConfigReader deployment, string provider, string vendorModel, DateTimeOffset now)
    {
        var known = PriceBook.BuiltIn.Find(provider, vendorModel);
        if (!deployment.Has("price"))
        {
            return known;
        }

        var own = RatesOf(deployment.GetRecord("price"));
        var rates = known is null ? own : own.Or(known.At(now).Rates);
        var overridden = new PriceOverride { Price = (known?.At(now) ?? new ModelPrice { Rates = rates }) with { Rates = rates, From = DateTimeOffset.MinValue, Tiers = [] } };
        return PriceBook.With([overridden]).Find(provider, vendorModel);
    }

    private static TokenRates RatesOf(ConfigReader reader)
        => new()
        {
            Input = Rate(reader, "input"),
            Output = Rate(reader, "output"),
            CacheRead = Rate(reader, "cache_read"),
            CacheWrite = Rate(reader, "cache_write"),
            CacheWriteHour = Rate(reader, "cache_write_1h"),
            Reasoning = Rate(reader, "reasoning"),
            InputAudio = Rate(reader, "input_audio"),
            OutputAudio = Rate(reader, "output_audio"),
            InputImage = Rate(reader, "input_image"),
        };

    // A double of at most 15 digits gives back the decimal that was written.
    private static decimal? Rate(ConfigReader reader, string name) => reader.GetNumber(name) is { } number ? (decimal)number : null;
}
