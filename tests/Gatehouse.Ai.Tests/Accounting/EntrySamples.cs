using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Accounting;

/// <summary>Entries for tests.</summary>
internal static class EntrySamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One with something in every field.</summary>
    public static LedgerEntry Full => new()
    {
        AttemptId = Guid.Parse("01936c1e-7a00-7000-8000-0123456789ab"),
        RequestId = "req-ä-1",
        Time = Noon.AddMilliseconds(7),
        ConsumerId = "c-1",
        ConsumerName = "Zoë, \"the\" first",
        Groups = ["gold", "ünïcode"],
        CredentialId = "k-1",
        Model = "smart",
        Provider = "anthropic-eu",
        Deployment = "d-1",
        VendorModel = "claude-opus-5",
        Usage = new TokenUsage
        {
            Input = 1,
            CacheRead = 2,
            CacheWrite = 3,
            CacheWriteHour = 4,
            InputAudio = 5,
            InputImage = 6,
            Output = 7,
            Reasoning = 8,
            OutputAudio = long.MaxValue / 2,
            IsEstimated = true,
        },
        Cost = 12.345678901234567891m,
        PriceVersion = "2026-11-25+abcdef01",
        IsEstimated = true,
        Outcome = AttemptOutcome.StreamCut,
        IsStream = true,
        LatencyMilliseconds = 1234,
        FirstTokenMilliseconds = 56,
        DataClass = "phi",
        Tags = ["a", "b"],
    };

    /// <summary>One with as little as there can be.</summary>
    public static LedgerEntry Bare => new()
    {
        AttemptId = Guid.Parse("01936c1e-7a00-7000-8000-0123456789ac"),
        RequestId = "r",
        Time = Noon,
        Model = "m",
        Provider = "p",
        Deployment = "d",
        VendorModel = "v",
    };

    /// <summary>One of many.</summary>
    public static LedgerEntry Numbered(int number, decimal? cost = 0.001m) => Bare with
    {
        AttemptId = Guid.CreateVersion7(Noon.AddMilliseconds(number)),
        Time = Noon.AddMilliseconds(number),
        RequestId = $"r-{number}",
        ConsumerId = $"c-{number % 3}",
        Model = $"m-{number % 2}",
        Usage = new TokenUsage { Input = number, Output = 1 },
        Cost = cost,
    };

    /// <summary>Equal in all that is kept.</summary>
    public static void AssertSame(LedgerEntry expected, LedgerEntry actual)
    {
        Xunit.Assert.Equal(expected.Groups, actual.Groups);
        Xunit.Assert.Equal(expected.Tags, actual.Tags);
        Xunit.Assert.Equal(expected with { Groups = [], Tags = [] }, actual with { Groups = [], Tags = [] });
    }
}
