using Xunit;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>The judge finds what is too much, and nothing where there may be an innocent order.</summary>
public sealed class LimitJudgeTests
{
    private static readonly LimitAnswer[] _pair = [new(0.1, 0.2, 200), new(0.3, 0.4, 429), new(0.5, 1.05, 200), new(1.06, 1.1, 200)];

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.9, 2)]
    [InlineData(1.01, 3)]
    public void Interval_counts_what_lies_wholly_within(double seconds, int expected) => Assert.Equal(expected, LimitJudge.MostInInterval(_pair, seconds));

    [Fact]
    public void Interval_that_begins_before_the_time_does_not_count() => Assert.Equal(2, LimitJudge.MostInInterval(_pair, 10, from: 0.45));

    [Fact]
    public void Bucket_has_given_what_the_rate_does_not_explain()
    {
        Assert.Equal(2, LimitJudge.MostAtOnce(_pair, 1), 0.001);
        Assert.Equal(0, LimitJudge.MostAtOnce(_pair, 1000), 0.001);
    }

    [Fact]
    public void Models_admit_by_hand_counted_numbers()
    {
        LimitAnswer[] asked = [.. Enumerable.Range(0, 40).Select(i => new LimitAnswer(i * 0.1, i * 0.1, 429))];
        Assert.Equal(12, LimitJudge.SlidingWindow(asked, 3, 1));
        Assert.InRange(LimitJudge.FixedWindow(asked, 3), 12, 15);
        Assert.Equal(5 + 7, LimitJudge.TokenBucket(asked, 2, 5));
    }
}
