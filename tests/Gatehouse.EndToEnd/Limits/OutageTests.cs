using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>Redis is slow, gone and back under a steady load of three nodes.</summary>
[Collection(QuietCollection.Name)]
public sealed class OutageTests(SharedNodes nodes, ITestOutputHelper output) : IClassFixture<SharedNodes>
{
    private const int Clients = 6;
    private const int Limit = SharedNodes.Limit;

    /// <summary>Longest that a request may wait because of Redis, milliseconds: 50, and what a busy machine makes of it.</summary>
    private const double LongestWait = 100;

    /// <summary>After so long limits are those of all nodes again, seconds.</summary>
    private const double ExactAgain = 2;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task Redis_stopped_killed_and_started_again_costs_no_answer_and_limits_are_exact_again()
    {
        // The first requests of a process are compiled.
        await Task.WhenAll(WarmAsync("/outage"), WarmAsync("/free"));
        double began = LimitLoad.Now, stopped = 0, continued = 0, killed = 0, started = 0;
        async Task DisturbAsync()
        {
            await PassAsync(began, 1.2);
            stopped = LimitLoad.Now;
            nodes.Redis.Process.Send(Signal.Stop);

            // Longer than the time after which the connection is dropped.
            await PassAsync(stopped, 2.2);
            nodes.Redis.Process.Send(Signal.Continue);
            continued = LimitLoad.Now;
            await PassAsync(continued, ExactAgain + 1.2);
            killed = LimitLoad.Now;
            await nodes.Redis.KillAsync();
            await PassAsync(killed, 1.2);
            await nodes.Redis.BeginAsync();
            started = LimitLoad.Now;
            await PassAsync(started, ExactAgain + 1.2);
        }

        var disturbing = DisturbAsync();
        var loads = await Task.WhenAll(
            new LimitLoad(nodes.Ports, "/outage", Clients, Pace).RunAsync(disturbing), new LimitLoad(nodes.Ports, "/free", Clients, Pace).RunAsync(disturbing));
        await disturbing;
        var (limited, free) = (loads[0], loads[1]);
        Assert.DoesNotContain(limited, a => a.Status is not (200 or 429));

        Show("before", limited, free, began, stopped);
        Show("stopped", limited, free, stopped, continued);
        Show("continued", limited, free, continued, killed);
        Show("killed", limited, free, killed, started);
        Show("killed to the end", limited, free, killed, double.MaxValue);
        Show("started", limited, free, started, double.MaxValue);
        Tell("Redis stopped and continued: limits exact again after", LastOver(limited, stopped, killed) - continued);
        double exactAgain = LastOver(limited, killed, double.MaxValue) - started;
        Tell("Redis killed and restarted: limits exact again after", exactAgain);

        // Requests that no limit holds up show what the machine does to everybody.
        double worst = free.Max(a => a.Milliseconds);
        Assert.InRange(limited.Max(a => a.Milliseconds), 0, Math.Max(LongestWait, worst + LongestWait));
        Assert.InRange(Percentile(Between(limited, killed, double.MaxValue)), 0, Math.Max(2 * Percentile(Between(limited, began, stopped)), LongestWait / 5));
        Assert.InRange(LimitJudge.MostInInterval(Between(limited, 0, stopped), 1), 0.9 * Limit, Limit);
        Assert.InRange(LimitJudge.MostInInterval(Between(limited, continued + ExactAgain, killed), 1), 0.9 * Limit, Limit);
        Assert.InRange(LimitJudge.MostInInterval(Between(limited, started + ExactAgain, double.MaxValue), 1), 0.9 * Limit, Limit);

        // Of that a second is the interval itself, which still counts what nodes let in by themselves.
        Assert.InRange(exactAgain, double.MinValue, ExactAgain);

        // In between each node held the limit by itself: not nothing, and not everything.
        Assert.InRange(LimitJudge.MostInInterval(Between(limited, stopped, continued), 1), Limit + 1, 4 * Limit);
    }

    [Fact]
    public async Task Without_fault_tolerance_a_request_is_answered_as_Kong_does_while_Redis_is_away()
    {
        await using var client = await RawClient.ConnectAsync(nodes.Ports[0]);
        Task<HttpMessage> AskAsync() => client.ExchangeAsync("GET /strict HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(200, (await AskAsync()).Status);

        nodes.Redis.Process.Send(Signal.Stop);
        double asked = LimitLoad.Now;
        var refused = await AskAsync();
        Assert.Equal((500, "An unexpected error occurred"), (refused.Status, (string?)JsonNode.Parse(refused.Text)!["message"]));
        Assert.InRange(LimitLoad.Now - asked, 0.18, 1.5);
        nodes.Redis.Process.Send(Signal.Continue);
        await Eventually.TrueAsync(async () => (await AskAsync()).Status == 200, "Redis to be used again");

        await nodes.Redis.KillAsync();
        await Eventually.TrueAsync(async () => (await AskAsync()).Status == 500, "the loss to be noticed");
        await nodes.Redis.BeginAsync();
        await Eventually.TrueAsync(async () => (await AskAsync()).Status == 200, "Redis to be used again", TimeSpan.FromSeconds(ExactAgain));
    }

    private static Task PassAsync(double from, double seconds) => Eventually.TrueAsync(() => LimitLoad.Now >= from + seconds, "time under load to pass");

    private static LimitAnswer[] Between(LimitAnswer[] answers, double from, double to) => [.. answers.Where(a => a.Sent >= from && a.Sent < to)];

    /// <summary>End of the last second in which there were more than the limit.</summary>
    private static double LastOver(LimitAnswer[] answers, double from, double to)
    {
        var within = Between(answers, from, to);
        double last = from;
        while (LimitJudge.MostInInterval(within, 1, last) > Limit)
        {
            last += 0.01;
        }

        return last + 1;
    }

    private static double Percentile(LimitAnswer[] answers) => answers.Select(a => a.Milliseconds).Order().ElementAt((int)(answers.Length * 0.99));

    private Task<LimitAnswer[]> WarmAsync(string path) => new LimitLoad(nodes.Ports, path, Clients).RunAsync(TimeSpan.FromSeconds(0.4));

    private void Show(string phase, LimitAnswer[] limited, LimitAnswer[] free, double from, double to)
    {
        foreach (var (name, answers) in new[] { ("with the limit", Between(limited, from, to)), ("without", Between(free, from, to)) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Redis {phase}, {name}: {answers.Length} answers, p99 {Percentile(answers):F2} ms, longest {answers.Max(a => a.Milliseconds):F2} ms"));
        }
    }

    private void Tell(string name, double seconds) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {seconds:F2} s"));
}
