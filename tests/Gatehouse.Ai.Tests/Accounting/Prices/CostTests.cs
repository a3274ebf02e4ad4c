using System.Globalization;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Prices;

public class CostTests
{
    // Worked out by hand from the vendors' tables: tokens × USD per million, added up, times factors.
    [Theory]
    // 1000 × 0.15 + 500 × 0.60
    [InlineData("openai", "gpt-4o-mini", "2026-11-01", "in=1000 out=500", "", "0.00045")]
    [InlineData("openai", "gpt-4o-mini-2024-07-18", "2026-11-01", "in=1000 out=500", "", "0.00045")]
    // Reasoning is output: (100 + 900) × 10
    [InlineData("openai", "gpt-5", "2026-11-01", "in=0 out=100 reason=900", "", "0.01")]
    // 272000 × 2.50 + 1000 × 15: the bound itself is still short
    [InlineData("openai", "gpt-5.4", "2026-11-01", "in=272000 out=1000", "", "0.695")]
    // 172001 × 5 + 100000 × 0.50 + 1000 × 22.50: one token more makes all of it long, cached tokens count
    [InlineData("openai", "gpt-5.4", "2026-11-01", "in=172001 read=100000 out=1000", "", "0.932505")]
    // 2.50 until the cut of 30 July 2026, 2 from then on
    [InlineData("openai", "gpt-5.6-terra", "2026-07-29T23:59:59", "in=100000 out=10000", "", "0.4")]
    [InlineData("openai", "gpt-5.6-terra", "2026-07-30", "in=100000 out=10000", "", "0.32")]
    // 1000 × 5 + 2000 × 0.50 + 400 × 6.25 + 100 × 30
    [InlineData("openai", "gpt-5.6-sol", "2026-11-01", "in=1000 read=2000 write=400 out=100", "", "0.0115")]
    [InlineData("openai", "gpt-5", "2026-11-01", "in=1000 out=1000", "tier=flex", "0.005625")]
    [InlineData("openai", "gpt-5", "2026-11-01", "in=1000 out=1000", "tier=priority", "0.0225")]
    [InlineData("openai", "gpt-5", "2026-11-01", "in=1000 out=1000", "tier=default", "0.01125")]
    [InlineData("openai", "gpt-5", "2026-11-01", "in=1000 out=1000", "batch", "0.005625")]
    [InlineData("openai", "gpt-5.4", "2026-11-01", "in=1000 out=1000", "region=eu", "0.01925")]
    [InlineData("azure", "gpt-4o-2024-08-06", "2026-11-01", "in=1000 read=1000 out=1000", "", "0.01375")]
    [InlineData("openai", "gpt-4o-2024-05-13", "2026-11-01", "in=1000 out=1000", "", "0.02")]
    [InlineData("openai", "ft:gpt-4o-mini-2024-07-18:acme::B1", "2026-11-01", "in=1000 out=1000", "", "0.0015")]
    [InlineData("openai", "text-embedding-3-small", "2026-11-01", "in=1000000", "", "0.02")]
    // 2 and 10 until the end of August 2026, 3 and 15 from September on
    [InlineData("anthropic", "claude-sonnet-5", "2026-08-31T23:59:59", "in=1000000 out=100000", "", "3")]
    [InlineData("anthropic", "claude-sonnet-5", "2026-09-01", "in=1000000 out=100000", "", "4.5")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "2026-11-01", "in=200000 out=1000", "", "0.615")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "2026-11-01", "in=200001 out=1000", "", "1.222506")]
    // 100 × 5 + 10000 × 0.50 + 2000 × 6.25 + 1000 × 10 + 300 × 25
    [InlineData("anthropic", "claude-opus-5", "2026-11-01", "in=100 read=10000 write=2000 hour=1000 out=300", "", "0.0355")]
    [InlineData("anthropic", "claude-opus-5", "2026-11-01", "in=100 read=10000 write=2000 hour=1000 out=300", "region=us", "0.03905")]
    [InlineData("anthropic", "claude-opus-5", "2026-11-01", "in=100 read=10000 write=2000 hour=1000 out=300", "tier=fast", "0.071")]
    [InlineData("anthropic", "claude-opus-5", "2026-11-01", "in=100 read=10000 write=2000 hour=1000 out=300", "batch", "0.01775")]
    [InlineData("anthropic", "claude-opus-5-5", "2026-11-01", "read=1000000", "", "0.2")]
    [InlineData("anthropic", "claude-3-haiku-20240307", "2026-11-01", "read=1000000 write=1000000", "", "0.33")]
    // (1000 × 1 + 1000 × 5) × 1.1 in a geography, × 1 everywhere
    [InlineData("bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-01", "in=1000 out=1000", "", "0.0066")]
    [InlineData("bedrock", "global.anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-01", "in=1000 out=1000", "region=us-east-1", "0.006")]
    [InlineData("bedrock", "anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-01", "in=1000 out=1000", "", "0.0066")]
    [InlineData("bedrock", "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-01", "in=1000 out=1000", "", "0.0066")]
    [InlineData("bedrock", "eu.amazon.nova-pro-v1:0", "2026-11-01", "in=1000 out=1000", "", "0.004")]
    [InlineData("bedrock", "amazon.nova-micro-v1:0", "2026-11-01", "read=1", "batch", "0.000000004375")]
    [InlineData("bedrock", "amazon.titan-embed-text-v2:0", "2026-11-01", "in=1000000", "", "0.02")]
    [InlineData("bedrock", "cohere.embed-v4:0", "2026-11-01", "in=1000000", "", "0.12")]
    [InlineData("bedrock", "openai.gpt-oss-120b-1:0", "2026-11-01", "in=1000000 out=1000000", "", "0.75")]
    [InlineData("ollama", "llama3.3:70b", "2026-11-01", "in=1000 out=1000", "", "0")]
    [InlineData("sandbox", "sandbox", "2026-11-01", "in=1000 out=1000", "", "0")]
    public void Cost_of_a_usage_is_what_the_vendors_table_says(string provider, string model, string time, string usage, string context, string usd)
    {
        var schedule = PriceBook.BuiltIn.Find(provider, model);
        var cost = Cost.Of(UsageText.Parse(usage), schedule, ContextOf(time, context));
        Assert.Equal(decimal.Parse(usd, CultureInfo.InvariantCulture), cost.Usd);
        Assert.False(cost.IsApproximate);
    }

    [Theory]
    [InlineData("openai", "gpt-99")]
    [InlineData("openai", "gpt-5-mini-preview")]
    [InlineData("openai_compatible", "gpt-5")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6")]
    [InlineData("anthropic", "")]
    public void Cost_of_a_model_without_a_price_is_unknown_and_not_zero(string provider, string model)
    {
        var cost = Cost.Of(new TokenUsage { Input = 1 }, PriceBook.BuiltIn.Find(provider, model), ContextOf("2026-11-01", ""));
        Assert.Null(cost.Usd);
    }

    [Fact]
    public void Cost_of_a_class_without_a_rate_is_unknown()
    {
        var embeddings = PriceBook.BuiltIn.Find("openai", "text-embedding-3-small");
        Assert.Null(Cost.Of(new TokenUsage { Input = 1, Output = 1 }, embeddings, ContextOf("2026-11-01", "")).Usd);
    }

    [Fact]
    public void Cost_in_a_tier_that_the_price_does_not_know_is_approximate()
    {
        var cost = Cost.Of(new TokenUsage { Input = 1000 }, PriceBook.BuiltIn.Find("openai", "gpt-5"), ContextOf("2026-11-01", "tier=scale"));
        Assert.Equal(0.00125m, cost.Usd);
        Assert.True(cost.IsApproximate);
    }

    [Fact]
    public void Cost_never_leaves_decimal()
    {
        // In double, ten times 0.1 is not 1.
        var price = new PriceSchedule("t", [new ModelPrice { Rates = new TokenRates { Input = 0.1m } }]);
        decimal sum = Enumerable.Range(0, 10).Sum(_ => Cost.Of(new TokenUsage { Input = 1_000_000 }, price, ContextOf("2026-11-01", "")).Usd!.Value);
        Assert.Equal(1m, sum);
    }

    private static CostContext ContextOf(string time, string context)
    {
        var at = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return context.Split('=') switch
        {
            ["tier", var tier] => new CostContext(at, tier),
            ["region", var region] => new CostContext(at, Region: region),
            ["batch"] => new CostContext(at, IsBatch: true),
            _ => new CostContext(at),
        };
    }
}
