using System.Diagnostics;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis;

/// <summary>Against a real server.</summary>
public class RedisClientTests
{
    private static readonly RedisScript Add = new("return {redis.call('INCRBY', KEYS[1], ARGV[1]), 7}");

    [Fact]
    public async Task Commands_are_answered()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        Assert.Equal(RedisState.Idle, bench.Client.State);
        Assert.Equal("OK", await bench.CallAsync("SET", "k", "wert"));
        Assert.Equal("wert", await bench.CallAsync("GET", "k"));
        Assert.Equal("null", await bench.CallAsync("GET", "other"));
        Assert.Equal("5", await bench.CallAsync("INCRBY", "n", "5"));
        Assert.StartsWith("ERR", await bench.CallAsync("INCRBY", "k", "5"), StringComparison.Ordinal);
        Assert.Equal(RedisState.Ready, bench.Client.State);
        var statistics = bench.Client.Statistics;
        Assert.Equal((5, 0, 0, 1), (statistics.Commands, statistics.InFlight, statistics.Failures, statistics.Connects));
    }

    [Fact]
    public async Task Server_that_was_away_for_long_is_used_again_at_once()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        await bench.CallAsync("PING");
        await server.KillAsync();

        // 20 + 40 + 80 + 160 ms: from here on pauses are the longest.
        await Eventually.TrueAsync(() => bench.Client.Statistics.ConnectFailures >= 7, "pauses to be the longest");
        await server.BeginAsync();
        long start = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Ready, "the client to be back");
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 2 * new RedisLimits().LongestPauseMilliseconds);
    }

    [Fact]
    public async Task Ten_thousand_commands_of_a_turn_are_answered_in_their_order_by_one_write()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        await bench.CallAsync("PING");
        var seen = new List<long>();
        await bench.Loop.RunAsync(async () =>
        {
            var waits = new List<Task>();
            for (int i = 0; i < 10_000; i++)
            {
                waits.Add(CountAsync());
            }

            Assert.Equal(10_000, bench.Client.Statistics.InFlight);
            await Task.WhenAll(waits);
        });
        Assert.Equal(Enumerable.Range(1, 10_000).Select(i => (long)i), seen);

        async Task CountAsync()
        {
            using var reply = await bench.Client.SendAsync(bench.Compose("INCR", "n"));
            Assert.True(reply.Value.TryGetInteger(out long n));
            seen.Add(n);
        }
    }

    [Fact]
    public async Task Script_is_sent_once_and_called_by_its_digest_afterwards()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        Assert.Equal("2 7", await bench.EvalAsync(Add, "n", "2"));
        Assert.Equal("5 7", await bench.EvalAsync(Add, "n", "3"));
        string calls = await server.CallAsync("INFO", "commandstats");
        Assert.Contains("cmdstat_eval:calls=1,", calls, StringComparison.Ordinal);
        Assert.Contains("cmdstat_evalsha:calls=1,", calls, StringComparison.Ordinal);

        await server.CallAsync("SCRIPT", "FLUSH");
        Assert.Equal("9 7", await bench.EvalAsync(Add, "n", "4"));
        Assert.Contains("cmdstat_eval:calls=2,", await server.CallAsync("INFO", "commandstats"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_that_is_wrong_answers_with_its_error()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        var wrong = new RedisScript("return {");
        Assert.StartsWith("ERR", await bench.EvalAsync(wrong, "n"), StringComparison.Ordinal);
        Assert.StartsWith("ERR", await bench.EvalAsync(wrong, "n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_in_the_middle_fails_what_is_under_way_and_comes_back_by_itself()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        Assert.Equal("1 7", await bench.EvalAsync(Add, "n", "1"));
        await server.CallAsync("CLIENT", "PAUSE", "60000", "ALL");
        var under = bench.CallAsync(30_000, "INCR", "n");
        await Eventually.TrueAsync(() => bench.Client.Statistics.InFlight == 1, "the command to be under way");
        await server.KillAsync();
        Assert.Equal("ConnectionLost", await under);
        Assert.Equal("NotConnected", await bench.CallAsync("GET", "n"));

        await server.BeginAsync();
        var started = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Ready, "the client to connect again");
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
        Assert.Equal("1 7", await bench.EvalAsync(Add, "n", "1"));
        Assert.Null(bench.Failure);
    }

    [Fact]
    public async Task Slow_server_times_out_one_command_fails_the_next_at_once_and_skips_the_late_reply()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        await bench.CallAsync("SET", "k", "right");
        var sleep = server.CallAsync("DEBUG", "SLEEP", "0.6");
        var started = Stopwatch.GetTimestamp();
        // Until one falls into the sleep: redis-cli takes a moment to start.
        string answer = "";
        await Eventually.TrueAsync(
            async () =>
            {
                started = Stopwatch.GetTimestamp();
                answer = await bench.CallAsync(50, "INCR", "n");
                return answer == "TimedOut";
            },
            "a command to meet the sleeping server");
        var waited = Stopwatch.GetElapsedTime(started);
        Assert.InRange(waited.TotalMilliseconds, 49, 200);

        started = Stopwatch.GetTimestamp();
        Assert.Equal("Stalled", await bench.CallAsync(50, "GET", "k"));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(50));
        Assert.Equal(RedisState.Stalled, bench.Client.State);

        await sleep;
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Ready, "the late reply");
        Assert.Equal("right", await bench.CallAsync("GET", "k"));
        Assert.Equal(1, bench.Client.Statistics.Connects);
    }

    [Fact]
    public async Task Stopped_server_is_dropped_and_used_again_when_it_goes_on()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with
        {
            Limits = new RedisLimits { ReplyTimeoutMilliseconds = 200, ConnectTimeoutMilliseconds = 300 },
        });
        Assert.Equal("1", await bench.CallAsync("INCR", "n"));
        server.Process.Send(Signal.Stop);
        Assert.Equal("TimedOut", await bench.CallAsync(50, "INCR", "n"));
        Assert.Equal("Stalled", await bench.CallAsync(50, "INCR", "n"));
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Down, "the connection to be dropped");
        Assert.Equal("NotConnected", await bench.CallAsync(50, "INCR", "n"));
        await Eventually.TrueAsync(() => bench.Client.Statistics.ConnectFailures > 1, "a further attempt");
        Assert.Contains(bench.Events, e => e.EndsWith("the server did not answer in time", StringComparison.Ordinal));

        server.Process.Send(Signal.Continue);
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Ready, "the client to connect again");
        Assert.True(long.Parse(await bench.CallAsync("INCR", "n"), System.Globalization.CultureInfo.InvariantCulture) >= 2);
    }

    [Fact]
    public async Task Silent_server_is_asked_for_a_sign_of_life()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with
        {
            Limits = new RedisLimits { PingIntervalMilliseconds = 50, ReplyTimeoutMilliseconds = 200, ConnectTimeoutMilliseconds = 300 },
        });
        Assert.Equal("1", await bench.CallAsync("INCR", "n"));
        await Eventually.TrueAsync(
            async () => (await server.CallAsync("INFO", "commandstats")).Contains("cmdstat_ping", StringComparison.Ordinal), "a PING");
        server.Process.Send(Signal.Stop);
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Down, "the dead connection to be noticed without any command");
        server.Process.Send(Signal.Continue);
    }

    [Fact]
    public async Task Nobody_there_fails_the_first_command_and_those_after_it_at_once()
    {
        using var bench = new RedisBench(FreePort.Next());
        Assert.Equal("NotConnected", await bench.CallAsync("PING"));
        Assert.Equal("NotConnected", await bench.CallAsync("PING"));
        Assert.Equal(RedisState.Down, bench.Client.State);
        Assert.Contains("nobody listens there", bench.Events[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_much_under_way_fails_at_once()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with { Limits = new RedisLimits { MaxInFlight = 3, MaxInFlightBytes = 300 } });
        await bench.CallAsync("PING");
        await bench.Loop.RunAsync(async () =>
        {
            Task<string>[] four = [.. Enumerable.Range(0, 4).Select(_ => AnswerAsync(bench, "INCR", "n"))];
            Assert.Equal(["1", "2", "3", "Overloaded"], await Task.WhenAll(four));
            Assert.Equal("Overloaded", await AnswerAsync(bench, "SET", "k", new string('x', 300)));
            Assert.Equal("4", await AnswerAsync(bench, "INCR", "n"));
        });
    }

    [Fact]
    public async Task Push_messages_are_read_over()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        await bench.CallAsync("CLIENT", "TRACKING", "ON", "BCAST");
        await server.CallAsync("SET", "k", "1");
        Assert.Equal("1", await bench.CallAsync("GET", "k"));
        await server.CallAsync("SET", "k", "2");
        Assert.Equal("2", await bench.CallAsync("GET", "k"));
        Assert.Equal(1, bench.Client.Statistics.Connects);
    }

    [Fact]
    public async Task Disposed_client_fails_commands_and_its_connection_is_gone()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with { ClientName = "gone" });
        await bench.CallAsync("PING");
        Assert.Contains("name=gone", await server.CallAsync("CLIENT", "LIST"), StringComparison.Ordinal);
        bench.Client.Dispose();
        Assert.Equal("NotConnected", await bench.CallAsync("PING"));
        await Eventually.TrueAsync(
            async () => !(await server.CallAsync("CLIENT", "LIST")).Contains("name=gone", StringComparison.Ordinal), "the connection to end");
        Assert.Equal(RedisState.Closed, bench.Client.State);
    }

    [Fact]
    public async Task Command_allocates_nothing_after_warm_up()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port);
        byte[] key = "n"u8.ToArray();
        long allocated = await bench.Loop.RunAsync(async () =>
        {
            await RoundsAsync(2000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            await RoundsAsync(5000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        // The last round's own task is the test's.
        Assert.InRange(allocated, 0, 1000);

        async Task RoundsAsync(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                var command = bench.Client.Rent();
                command.Script(Add, keys: 1).Key(key).Add(i);
                using var reply = await bench.Client.SendAsync(command, 1000).ConfigureAwait(false);
                Assert.True(reply[1].TryGetInteger(out long seven) && seven == 7);
            }
        }
    }

    private static async Task<string> AnswerAsync(RedisBench bench, params string[] words)
    {
        using var reply = await bench.Client.SendAsync(bench.Compose(words));
        return RedisBench.Show(reply);
    }
}
