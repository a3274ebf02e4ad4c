using System.Globalization;
using Gatehouse.Gateway.Upstreams.Health;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

/// <summary>Samples are written as <c>requests/percent failed/milliseconds</c>; the answer tells which are outliers.</summary>
public sealed class OutlierDetectorTests
{
    private static readonly OutlierLimits Limits = new() { ErrorRate = 30, LatencyFactor = 3 };

    [Theory]
    [InlineData("100/0/10 100/0/11 100/0/12", "")]
    [InlineData("100/0/10 100/50/11 100/0/12", "1")]
    [InlineData("100/90/10 100/90/11 100/90/12", "")] // a cause that all share
    [InlineData("100/29/10 100/0/11", "")]
    [InlineData("100/30/10 100/0/11", "0")]
    [InlineData("19/100/10 100/0/11", "")] // too few requests
    [InlineData("100/100/10 19/0/11", "")] // nobody to compare with
    [InlineData("100/100/10", "")]
    [InlineData("100/0/10 100/0/40 100/0/10", "1")]
    [InlineData("100/0/10 100/0/29 100/0/10", "")]
    [InlineData("100/0/1 100/0/4 100/0/1", "")] // a factor, but nobody would notice
    [InlineData("100/0/10 100/0/100 100/0/100", "")] // compared with the median of the others
    [InlineData("100/0/10 100/0/10 100/0/100 100/0/100 100/0/10", "2 3")]
    [InlineData("100/100/- 100/0/10 100/0/10", "0")]
    public void Outliers_stand_out_from_the_median_of_their_peers(string samples, string expected)
    {
        var verdicts = OutlierDetector.Judge([.. samples.Split(' ').Select(Parse)], Limits, new FakeClock());

        Assert.Equal(expected, string.Join(' ', verdicts.Index().Where(v => v.Item is not null).Select(v => v.Index)));
    }

    [Fact]
    public void Verdict_says_what_was_compared()
    {
        IEnumerable<string?> verdicts = OutlierDetector.Judge([Parse("100/50/10"), Parse("100/0/80"), Parse("100/0/10")], Limits, new FakeClock());

        Assert.Equal<string?>(["50 % of its requests failed, 0 % of its peers'", "it takes 80 ms, its peers 10 ms", null], verdicts);
    }

    [Fact]
    public void Window_starts_over_when_it_is_read()
    {
        var window = new OutlierWindow();
        window.Count(isFailure: false, 10);
        window.Count(isFailure: false, 30);
        window.Count(isFailure: true, 0);
        window.Count(isFailure: true, 0);

        Assert.Equal(new OutlierSample(4, 50, 20), window.Take());
        Assert.Equal(new OutlierSample(0, 0, null), window.Take());
    }

    private static OutlierSample Parse(string text)
    {
        string[] parts = text.Split('/');
        double? latency = parts[2] == "-" ? null : double.Parse(parts[2], CultureInfo.InvariantCulture) * TimeSpan.TicksPerMillisecond;
        return new OutlierSample(long.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), latency);
    }
}
