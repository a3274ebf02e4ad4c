using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Redis;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>Ways to a Redis that is not simply there: a user and TLS, a group with a sentinel.</summary>
[Collection(QuietCollection.Name)]
public sealed class RedisAccessTests(ITestOutputHelper output)
{
    private const string Password = "Zq7-very-secret";
    private const int Limit = 5;

    [Theory]
    [InlineData("gate", Password, true, 200)]
    [InlineData("gate", "wrong-password", true, 500)]
    [InlineData("gate", Password, false, 500)]
    public async Task User_password_and_certificate_decide(string user, string password, bool isTrusted, int expected)
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority("Another authority");
        await using var redis = await RedisServer.StartTlsAsync(
            authority.Issue(["redis.test", "127.0.0.1"]), authority.Pem, $"user gate on >{Password} ~gatehouse:* +@all", "user default off");
        string limit = $""" "hour": {Limit}, "fault_tolerant": false, """ + LimitDocument.Redis(
            redis.Port, $$""", "ssl": true, "ssl_verify": true, "server_name": "redis.test", "username": "{{user}}", "password": "{{password}}", "timeout": 1000""");
        using var folder = new TemporaryFolder();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = LimitDocument.Of(new Dictionary<string, string> { ["r"] = limit }),
            Node = new Dictionary<string, string> { ["lua_ssl_trusted_certificate"] = folder.Write("ca.pem", (isTrusted ? authority : other).Pem) },
        });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        for (int i = 0; i <= Limit; i++)
        {
            Assert.Equal(expected == 200 && i == Limit ? 429 : expected, (await client.ExchangeAsync("GET /r HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        }

        Assert.DoesNotContain(password, gateway.Process.Output + gateway.Process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failover_under_load_costs_no_answer_and_nodes_share_again()
    {
        const int PerSecond = 100;
        await using var master = await RedisServer.StartAsync("requirepass pw", "masterauth pw", "repl-diskless-sync-delay 0");
        await using var replica = await RedisServer.StartAsync($"replicaof 127.0.0.1 {master.Port}", "requirepass pw", "masterauth pw");
        await Eventually.TrueAsync(
            async () => (await replica.CallAsync("-a", "pw", "INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal), "the replica to follow");
        await using var sentinel = await RedisServer.StartSentinelAsync(
            $"sentinel monitor group 127.0.0.1 {master.Port} 1", "sentinel auth-pass group pw", "sentinel down-after-milliseconds group 500",
            "sentinel failover-timeout group 3000");
        await Eventually.TrueAsync(
            async () => (await sentinel.CallAsync("SENTINEL", "REPLICAS", "group")).Contains($"{replica.Port}", StringComparison.Ordinal), "the sentinel to find the replica");
        string limit = $$""" "second": {{PerSecond}}, "algorithm": "sliding-window", "limit_by": "service", "policy": "redis", "redis": {"password": "pw", "sentinel_master": "group", "sentinel_role": "master", "sentinel_nodes": [{"host": "127.0.0.1", "port": {{sentinel.Port}}}]}""";
        var options = new GatehouseOptions { Declarative = LimitDocument.Of(new Dictionary<string, string> { ["r"] = limit }) };
        await using var one = await GatehouseProcess.StartAsync(options);
        await using var two = await GatehouseProcess.StartAsync(options);
        double killed = 0, promoted = 0;
        async Task FailOverAsync()
        {
            double began = LimitLoad.Now;
            await Eventually.TrueAsync(() => LimitLoad.Now >= began + 1, "a second under load");
            killed = LimitLoad.Now;
            await master.KillAsync();
            await Eventually.TrueAsync(
                async () => (await replica.CallAsync("-a", "pw", "ROLE")).Contains("master", StringComparison.Ordinal)
                    && (await sentinel.CallAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "group")).Contains($"{replica.Port}", StringComparison.Ordinal), "the replica to be promoted");
            promoted = LimitLoad.Now;
            await Eventually.TrueAsync(() => LimitLoad.Now >= promoted + 3.5, "time under load to pass");
        }

        var failingOver = FailOverAsync();
        var answers = await new LimitLoad([one.Ports.Proxy, two.Ports.Proxy], "/r", 3, TimeSpan.FromMilliseconds(10)).RunAsync(failingOver);
        await failingOver;
        output.WriteLine($"promoted after {promoted - killed:F1} s; {answers.Length} answers, longest {answers.Max(a => a.Milliseconds):F1} ms");
        Assert.DoesNotContain(answers, a => a.Status is not (200 or 429));
        Assert.InRange(LimitJudge.MostInInterval(answers.Where(a => a.Sent < killed), 1), 0.9 * PerSecond, PerSecond);
        Assert.InRange(LimitJudge.MostInInterval(answers.Where(a => a.Sent > killed && a.Sent < promoted), 1), PerSecond + 1, 3 * PerSecond);
        Assert.InRange(LimitJudge.MostInInterval(answers, 1, from: promoted + 2), 0.9 * PerSecond, PerSecond);
    }
}
