using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Limits.Shared;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

/// <summary>Leases before a real server, three nodes.</summary>
public sealed class LeasedLimitStoreTests(ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int Clients = 16;
    private static readonly TimeSpan SyncRate = TimeSpan.FromSeconds(0.2);

    [Fact]
    public async Task Fixed_window_is_never_exceeded_and_nearly_used_up()
    {
        await using var bench = await SharedBench.StartAsync(Nodes);
        var rule = LimitBench.Rule(LimitAlgorithm.FixedWindow, 20_000, 86_400);
        var stores = Enumerable.Range(0, Nodes).Select(n => new LeasedLimitStore(bench.Node(n), SyncRate)).ToArray();
        long admitted = (await RunAsync(bench, stores, rule, TimeSpan.FromSeconds(3))).Sum(c => c.Admitted);
        output.WriteLine($"admitted {admitted} of {rule.Limit}");
        Assert.InRange(admitted, (long)(0.93 * rule.Limit), rule.Limit);
    }

    [Theory]
    [InlineData("SlidingWindow")]
    [InlineData("TokenBucket")]
    public async Task Windows_that_slide_see_at_most_one_share_of_each_node_more(string algorithm)
    {
        await using var bench = await SharedBench.StartAsync(Nodes);
        var rule = LimitBench.Rule(Enum.Parse<LimitAlgorithm>(algorithm), 5000, 1, burst: 5000);
        var stores = Enumerable.Range(0, Nodes).Select(n => new LeasedLimitStore(bench.Node(n), SyncRate)).ToArray();
        var clock = new LimitClock(TimeProvider.System);
        var admissions = (await RunAsync(bench, stores, rule, TimeSpan.FromSeconds(4), clock)).SelectMany(c => c.Times).ToArray();

        // A bucket admits its burst and a second's worth in a second by definition.
        long promised = algorithm == "TokenBucket" ? 2 * rule.Limit : rule.Limit;
        long most = LimitModel.MostIn(admissions.Select(t => (t, 1L)), LimitWindow.Second);

        // Times are those of the answers: what was asked for together may have been booked before the interval.
        long bound = promised + (Nodes * rule.Limit / 50) + (Nodes * Clients);
        output.WriteLine($"admitted {admissions.Length}, most in a second {most}, bound {bound}");
        Assert.InRange(most, 0.9 * rule.Limit, bound);
    }

    [Fact]
    public async Task Most_requests_do_not_ask_the_server()
    {
        await using var bench = await SharedBench.StartAsync();
        var rule = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 1_000_000, 1);
        var store = new LeasedLimitStore(bench.Node(0), SyncRate);
        long admitted = (await RunAsync(bench, [store], rule, TimeSpan.FromSeconds(2)))[0].Admitted;
        string calls = await bench.Server.CallAsync("INFO", "commandstats");
        string script = calls.Split('\n').Single(l => l.StartsWith("cmdstat_evalsha:", StringComparison.Ordinal));
        long asked = long.Parse(script.Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        output.WriteLine($"{admitted} admitted, {asked} asked");
        Assert.InRange(asked, 1, admitted / 20);
    }

    [Fact]
    public async Task Leases_decide_at_least_five_times_as_many_requests_as_asking_for_each()
    {
        await using var bench = await SharedBench.StartAsync(Nodes);
        var rule = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 10_000_000, 1);
        ILimitStore[] exact = [.. Enumerable.Range(0, Nodes).Select(n => bench.Node(n))];
        ILimitStore[] leased = [.. exact.Select(s => new LeasedLimitStore((RedisLimitStore)s, SyncRate))];
        var duration = TimeSpan.FromSeconds(1.5);
        long asking = (await RunAsync(bench, exact, rule, duration)).Sum(c => c.Admitted);
        long leasing = (await RunAsync(bench, leased, rule, duration)).Sum(c => c.Admitted);
        output.WriteLine($"decisions a second: exact {asking / duration.TotalSeconds:F0}, leased {leasing / duration.TotalSeconds:F0}");
        Assert.InRange(leasing, 5 * asking, long.MaxValue);
    }

    [Fact]
    public async Task Refusal_is_repeated_without_asking_until_there_is_room_again()
    {
        await using var bench = await SharedBench.StartAsync();
        var rule = LimitBench.Rule(LimitAlgorithm.SlidingWindow, 5, 1);
        var store = new LeasedLimitStore(bench.Node(0), SyncRate);
        await bench.OnAsync(0, async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(LimitOutcome.Admitted, await store.TakeAsync(LimitBench.Batch((rule, 1, 1))));
            }

            var refused = LimitBench.Batch((rule, 1, 1));
            Assert.Equal(LimitOutcome.Denied, await store.TakeAsync(refused));
            var repeated = store.TakeAsync(refused);
            Assert.True(repeated.IsCompleted);
            Assert.Equal(LimitOutcome.Denied, await repeated);
            Assert.InRange(refused[0].RetryAfter, 1, LimitWindow.Second);
            return true;
        });
        await Eventually.TrueAsync(
            () => bench.OnAsync(0, async () => await store.TakeAsync(LimitBench.Batch((rule, 1, 1))) == LimitOutcome.Admitted), "room again");
    }

    [Fact]
    public async Task Refused_requests_cost_nothing_of_what_leases_hold()
    {
        await using var bench = await SharedBench.StartAsync();
        var wide = LimitBench.Rule(LimitAlgorithm.FixedWindow, 1000, 86_400, name: "wide");
        var narrow = LimitBench.Rule(LimitAlgorithm.FixedWindow, 1, 86_400, name: "narrow");

        // No lease ends during the test: what is missing at the end was taken by requests that were refused.
        var store = new LeasedLimitStore(bench.Node(0), TimeSpan.FromHours(1));
        long admitted = await bench.OnAsync(0, async () =>
        {
            long count = 0;
            for (int i = 0; i < 100; i++)
            {
                count += await store.TakeAsync(LimitBench.Batch((wide, 1, 1))) == LimitOutcome.Admitted ? 1 : 0;
                Assert.Equal(LimitOutcome.Denied, await store.TakeAsync(LimitBench.Batch((wide, 1, 1), (narrow, 1, 2))));
            }

            while (await store.TakeAsync(LimitBench.Batch((wide, 1, 1))) == LimitOutcome.Admitted)
            {
                count++;
            }

            return count;
        });
        Assert.Equal(wide.Limit, admitted);
    }

    [Fact]
    public async Task Node_holds_the_limit_alone_while_the_server_is_away_and_shares_it_again_afterwards()
    {
        await using var bench = await SharedBench.StartAsync();
        var local = new LocalLimitStore(new LocalLimitOptions { Cells = 4096 }, new LimitClock(TimeProvider.System));
        var store = new FaultTolerantStore(bench.Node(0, timeoutMilliseconds: 50), local);
        var rule = LimitBench.Rule(LimitAlgorithm.FixedWindow, 10, 86_400);
        Task<int> AdmittedAsync(int count) => bench.OnAsync(0, async () =>
        {
            int admitted = 0;
            for (int i = 0; i < count; i++)
            {
                admitted += await store.TakeAsync(LimitBench.Batch((rule, 1, 1))) == LimitOutcome.Admitted ? 1 : 0;
            }

            return admitted;
        });
        Assert.Equal(10, await AdmittedAsync(20));
        await bench.Server.KillAsync();
        Assert.Equal(10, await AdmittedAsync(100));
        Assert.InRange(store.Fallbacks, 99, 101);
        await bench.Server.BeginAsync();
        await Eventually.TrueAsync(async () => await AdmittedAsync(1) == 1, "the server to be used again");
        Assert.Equal(9, await AdmittedAsync(20));
    }

    private static async Task<List<(long Admitted, List<long> Times)>> RunAsync(
        SharedBench bench, ILimitStore[] stores, LimitRule rule, TimeSpan duration, LimitClock? clock = null)
    {
        using var end = new CancellationTokenSource(duration);
        var results = await Task.WhenAll(Enumerable.Range(0, stores.Length).Select(n => bench.OnAsync(n, async () =>
        {
            var times = new List<long>();
            long admitted = 0;
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
            {
                while (!end.IsCancellationRequested)
                {
                    for (int i = 0; i < 20; i++)
                    {
                        if (await stores[n].TakeAsync(LimitBench.Batch((rule, 1, 1))) == LimitOutcome.Admitted)
                        {
                            admitted++;
                            if (clock is not null)
                            {
                                times.Add(clock.Now);
                            }
                        }
                    }

                    await Task.Yield();
                }
            }));
            return (admitted, times);
        })));
        return [.. results];
    }
}
