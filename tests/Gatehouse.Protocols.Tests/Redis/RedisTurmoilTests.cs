using System.Globalization;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis;

/// <summary>Many commands with short limits on a server that is slow, loses its clients and is killed.</summary>
public class RedisTurmoilTests
{
    private const int Workers = 64;

    [Fact]
    public async Task Every_command_ends_and_no_answer_is_taken_for_anothers()
    {
        await using var server = await RedisServer.StartAsync();
        using var bench = new RedisBench(server.Port, o => o with { Limits = new RedisLimits { ReplyTimeoutMilliseconds = 150, LongestPauseMilliseconds = 50 } });
        await bench.CallAsync("PING");
        bool isOver = false;
        int wrong = 0;
        var ends = new Dictionary<RedisFailure, int>();
        var workers = bench.Loop.RunAsync(() => Task.WhenAll(Enumerable.Range(0, Workers).Select(WorkAsync)));

        for (int round = 0; round < 6; round++)
        {
            await server.CallAsync("DEBUG", "SLEEP", "0.06");
            await server.CallAsync("CLIENT", "KILL", "TYPE", "normal");
            await server.CallAsync("DEBUG", "SLEEP", "0.2");
        }

        await server.KillAsync();
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Down, "the loss to be noticed");
        await server.BeginAsync();
        await Eventually.TrueAsync(() => bench.Client.State == RedisState.Ready, "the client to be back");
        Volatile.Write(ref isOver, true);
        await Eventually.EndsAsync(workers, "every command to end");

        Assert.Equal(0, wrong);
        Assert.All(
            new[] { RedisFailure.None, RedisFailure.TimedOut, RedisFailure.Stalled, RedisFailure.ConnectionLost, RedisFailure.NotConnected },
            f => Assert.True(ends.ContainsKey(f), $"never {f}"));
        Assert.Equal(0, bench.Client.Statistics.InFlight);
        Assert.Null(bench.Failure);

        async Task WorkAsync(int worker)
        {
            for (int i = 0; !Volatile.Read(ref isOver); i++)
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"{worker}.{i}");
                using (var reply = await bench.Client.SendAsync(bench.Compose("ECHO", text), timeoutMilliseconds: 1 + (i % 30)))
                {
                    ends[reply.Failure] = ends.GetValueOrDefault(reply.Failure) + 1;
                    wrong += reply.Failure == RedisFailure.None && reply.Value.GetString() != text ? 1 : 0;
                }

                // What fails at once must not keep the loop from everything else.
                await Task.Yield();
            }
        }
    }
}
