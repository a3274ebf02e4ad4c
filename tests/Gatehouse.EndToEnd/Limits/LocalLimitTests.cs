using System.Globalization;
using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>Limits of one node under clients that ask for much more.</summary>
[Collection(QuietCollection.Name)]
public sealed class LocalLimitTests(ITestOutputHelper output)
{
    private const int Limit = 1000;
    private const int Clients = 64;
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(9.9);

    [Fact]
    public async Task Clients_that_ask_for_much_more_get_what_each_algorithm_allows_and_never_more()
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = LimitDocument.Of(SharedNodes.Algorithms.ToDictionary(a => a, a => $""" "second": {Limit}, "algorithm": "{a}", "limit_by": "ip" """)),
        });

        // From the beginning of a calendar second nearly to the end of one: windows that are touched are used up.
        await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow().Millisecond < 60, "a second to begin");
        var answers = await Task.WhenAll(SharedNodes.Algorithms.Select(a => new LimitLoad([gateway.Ports.Proxy], "/" + a, Clients).RunAsync(_duration)));
        var (calendar, sliding, bucket) = (answers[0], answers[1], answers[2]);
        Assert.All(answers, all => Assert.DoesNotContain(all, a => a.Status is not (200 or 429)));
        Show("fixed-window", calendar, LimitJudge.FixedWindow(calendar, Limit));
        Show("sliding-window", sliding, LimitJudge.SlidingWindow(sliding, Limit, 1));
        Show("token-bucket", bucket, LimitJudge.TokenBucket(bucket, Limit, Limit));
        Assert.InRange(LimitJudge.MostInCalendarSecond(calendar), 1, Limit);
        Assert.InRange(LimitJudge.MostInInterval(sliding, 1), 1, Limit);

        // The burst, and the unit that its last one has come to.
        Assert.InRange(LimitJudge.MostAtOnce(bucket, Limit), 1, Limit + 1);
    }

    private void Show(string algorithm, LimitAnswer[] answers, int allowed)
    {
        int admitted = answers.Count(a => a.IsAdmitted);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{algorithm}: asked {answers.Length}, allowed {allowed}, admitted {admitted} ({100.0 * (admitted - allowed) / allowed:F2} %)"));
        Assert.InRange(answers.Length, 1.3 * allowed, double.MaxValue);
        Assert.InRange(admitted, 0.995 * allowed, 1.005 * allowed);
    }
}
