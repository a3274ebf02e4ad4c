using System.Diagnostics;
using System.Globalization;
using Gatehouse.EndToEnd.Leaks;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>Limits that three nodes share through one Redis, under load.</summary>
[Collection(QuietCollection.Name)]
public sealed class SharedLimitTests(SharedNodes nodes, ITestOutputHelper output) : IClassFixture<SharedNodes>
{
    private const int Limit = SharedNodes.Limit;
    private const int Clients = 8;

    /// <summary>By the documentation: of leases one share of each node, 2 % of the limit.</summary>
    private const int Leased = 3 * Limit / 50;

    [Theory]
    [InlineData("exact", 0)]
    [InlineData("leased", Leased)]
    public async Task Nodes_together_never_admit_more_than_the_limit_and_what_leases_may(string kind, int leased)
    {
        var answers = await Task.WhenAll(SharedNodes.Algorithms.Select(a => new LimitLoad(nodes.Ports, $"/{kind}-{a}", Clients).RunAsync(TimeSpan.FromSeconds(3))));
        var (calendar, sliding, bucket) = (answers[0], answers[1], answers[2]);
        Assert.All(answers, all => Assert.DoesNotContain(all, a => a.Status is not (200 or 429)));
        int inSecond = LimitJudge.MostInCalendarSecond(calendar), inInterval = LimitJudge.MostInInterval(sliding, 1);
        double atOnce = LimitJudge.MostAtOnce(bucket, Limit);
        Show($"{kind} fixed-window", calendar, LimitJudge.FixedWindow(calendar, Limit), inSecond);
        Show($"{kind} sliding-window", sliding, LimitJudge.SlidingWindow(sliding, Limit, 1), inInterval);
        Show($"{kind} token-bucket", bucket, LimitJudge.TokenBucket(bucket, Limit, Limit), atOnce);
        Assert.InRange(inSecond, 1, Limit);
        Assert.InRange(inInterval, 1, Limit + leased);
        Assert.InRange(atOnce, 1, Limit + leased + 1);
    }

    [Fact]
    public async Task Leases_ask_the_server_seldom_and_cost_it_next_to_nothing()
    {
        var exact = await MeasureAsync("wide-exact");
        var leased = await MeasureAsync("wide-leased");
        var local = await MeasureAsync("wide-local");
        Show("exact", exact);
        Show("leased", leased);
        Show("local", local);

        // Clients, three gateways and Redis share the machine, so answers a second say most about clients; the server's time says how far it carries.
        Assert.InRange(leased.PerSecond, 1.1 * exact.PerSecond, double.MaxValue);
        Assert.InRange(exact.ServerMicroseconds, 5 * leased.ServerMicroseconds, double.MaxValue);
    }

    private void Show(string name, LimitAnswer[] answers, int allowed, double most)
    {
        int admitted = answers.Count(a => a.IsAdmitted);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: asked {answers.Length}, allowed {allowed}, admitted {admitted}, most {most:F1} of {Limit}"));
        Assert.InRange(answers.Length, 1.3 * allowed, double.MaxValue);
        Assert.InRange(admitted, 0.9 * allowed, double.MaxValue);
    }

    private void Show(string name, Throughput measured) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {measured.PerSecond:F0} answers/s, µs of processor a request: gateways {measured.GatewayMicroseconds:F1}, Redis {measured.ServerMicroseconds:F2}"));

    private async Task<Throughput> MeasureAsync(string route)
    {
        var load = new LimitLoad(nodes.Ports, "/" + route, 20);
        await load.RunAsync(TimeSpan.FromSeconds(0.3));
        var (gateways, redis) = (GatewayTime(), TimeOf(nodes.Redis.Process.Pid));
        long began = Stopwatch.GetTimestamp();
        var answers = await load.RunAsync(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(answers, a => a.Status != 200);
        return new Throughput(
            answers.Length / Stopwatch.GetElapsedTime(began).TotalSeconds,
            (GatewayTime() - gateways).TotalMicroseconds / answers.Length,
            (TimeOf(nodes.Redis.Process.Pid) - redis).TotalMicroseconds / answers.Length);
    }

    private TimeSpan GatewayTime() => nodes.Nodes.Aggregate(TimeSpan.Zero, (sum, n) => sum + TimeOf(n.Pid));

    private static TimeSpan TimeOf(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    private sealed record Throughput(double PerSecond, double GatewayMicroseconds, double ServerMicroseconds);
}
