using System.Text.Json;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Prices;

public class PriceBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Built_in_book_has_sane_rates()
    {
        var data = PriceBookReader.ReadBuiltIn();
        Assert.True(data.Models.Count > 80);
        Assert.All(data.Models.Values.SelectMany(p => p), price =>
        {
            Assert.InRange(price.Rates.Input!.Value, 0.01m, 100);
            Assert.True(price.Rates.CacheRead is null || price.Rates.CacheRead < price.Rates.Input);
            Assert.True(price.Rates.CacheWrite is null || price.Rates.CacheWrite >= price.Rates.Input);
            Assert.True(price.Rates.Output is null || price.Rates.Output >= price.Rates.Input);
        });
    }

    [Theory]
    [InlineData("""{"version":"1","providers":[{"names":["a"],"models":[{"ids":["m"],"inputs":1}]}]}""")]
    [InlineData("""{"version":"1","providers":[{"names":["a"],"models":[{"ids":["m"],"input":1},{"ids":["m"],"input":2}]}]}""")]
    [InlineData("""{"version":"1","prices":[],"providers":[]}""")]
    public void Book_with_what_it_does_not_know_is_refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Throws<FormatException>(() => PriceBookReader.Read(document.RootElement));
    }

    [Fact]
    public void Override_for_a_deployment_counts_before_one_for_a_model_and_that_before_the_book()
    {
        var book = PriceBook.With(
        [
            new PriceOverride { Provider = "openai", Model = "gpt-4o", Price = PriceOf(1) },
            new PriceOverride { Deployment = "contract", Price = PriceOf(0.5m) },
        ]);
        Assert.Equal(1, InputOf(book.Find("openai", "gpt-4o-2024-08-06", "other")));
        Assert.Equal(0.5m, InputOf(book.Find("openai", "gpt-4o-2024-08-06", "contract")));
        Assert.Equal(0.15m, InputOf(book.Find("openai", "gpt-4o-mini", "other")));
    }

    [Fact]
    public void Override_gives_a_price_to_what_has_none()
    {
        var book = PriceBook.With([new PriceOverride { Provider = "openai_compatible", Model = "qwen3", Price = PriceOf(0) }]);
        Assert.Equal(0m, Cost.Of(new TokenUsage { Input = 5 }, book.Find("openai_compatible", "qwen3"), new CostContext(Now)).Usd);
    }

    [Fact]
    public void Overrides_with_dates_are_a_schedule()
    {
        var book = PriceBook.With(
        [
            new PriceOverride { Deployment = "d", Price = PriceOf(2) with { From = Now } },
            new PriceOverride { Deployment = "d", Price = PriceOf(1) },
        ]);
        var schedule = book.Find("openai", "anything", "d")!;
        Assert.Equal(1, schedule.At(Now.AddTicks(-1)).Rates.Input);
        Assert.Equal(2, schedule.At(Now).Rates.Input);
    }

    [Fact]
    public void Version_says_whether_prices_are_others()
    {
        string plain = PriceBook.BuiltIn.Version;
        string first = PriceBook.With([new PriceOverride { Deployment = "d", Price = PriceOf(1) }]).Version;
        string second = PriceBook.With([new PriceOverride { Deployment = "d", Price = PriceOf(2) }]).Version;
        Assert.StartsWith(plain + "+", first, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        Assert.Equal(plain, PriceBook.BuiltIn.Find("openai", "gpt-5")!.Version);
        Assert.Equal(plain, PriceBook.With([]).Version);
    }

    [Theory]
    [InlineData(1000, 100L, 0, 1064, 100)]
    [InlineData(1000, null, 0, 1064, 4096)]
    // A character beyond ASCII is up to three bytes, and a token at least one.
    [InlineData(1000, 0L, 1000, 3064, 0)]
    public void Estimate_is_a_bound(long characters, long? maxOutput, long nonAscii, long input, long output)
    {
        var estimate = TokenEstimate.Of(characters, maxOutput, nonAscii);
        Assert.Equal(new TokenUsage { Input = input, Output = output, IsEstimated = true }, estimate.Reserved);
        Assert.Equal(input + output, estimate.Bound);
        Assert.True(estimate.InputLikely <= estimate.InputBound);
    }

    [Theory]
    [InlineData(400L, 100)]
    [InlineData(0L, 0)]
    [InlineData(1_000_000L, 500)]
    [InlineData(null, 500)]
    public void Observed_usage_is_never_beyond_the_bound(long? seen, long output)
    {
        var usage = TokenEstimate.Of(400, 500).Observed(seen);
        Assert.Equal(new TokenUsage { Input = 100, Output = output, IsEstimated = true }, usage);
    }

    private static ModelPrice PriceOf(decimal input) => new() { Rates = new TokenRates { Input = input, Output = input } };

    private static decimal? InputOf(PriceSchedule? schedule) => schedule!.At(Now).Rates.Input;
}
