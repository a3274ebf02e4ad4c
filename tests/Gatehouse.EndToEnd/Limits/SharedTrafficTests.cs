using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.EndToEnd.Leaks;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Limits;

/// <summary>What else comes to nodes that share limits: HTTP/2, requests that stay open, the Admin API.</summary>
[Collection(QuietCollection.Name)]
public sealed class SharedTrafficTests(SharedNodes nodes) : IClassFixture<SharedNodes>
{
    private const string OpenRequest = "POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab";

    [Fact]
    public async Task Streams_of_HTTP2_are_counted_with_everybody_elses_requests()
    {
        using var http = Http2Gateway.Client();
        var statuses = await Task.WhenAll(nodes.Nodes.SelectMany(n => Enumerable.Range(0, 30).Select(async _ =>
        {
            using var response = await http.GetAsync(new Uri(n.ProxyTls, "/few"));
            return response.StatusCode;
        })));
        Assert.Equal(SharedNodes.Few, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal((3 * 30) - SharedNodes.Few, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
        Assert.Equal(429, await StatusAsync(nodes.Nodes[0], "/few"));
    }

    [Fact]
    public async Task Concurrency_of_two_nodes_is_one_and_that_of_a_killed_node_is_kept_for_a_while()
    {
        await using var doomed = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = await File.ReadAllTextAsync(nodes.Nodes[0].DeclarativeFile) });
        await using var first = await HoldAsync(nodes.Nodes[0]);
        await using var second = await HoldAsync(doomed);
        await using (await HoldAsync(nodes.Nodes[1]))
        {
            Assert.Equal(429, await StatusAsync(nodes.Nodes[0], "/open"));
            Assert.Equal(429, await StatusAsync(nodes.Nodes[1], "/open"));
            Assert.Equal(429, await StatusAsync(doomed, "/open"));
        }

        // The third has gone, from the other node, and its place is everybody's; the killed node's is not free yet.
        doomed.Send(Signal.Kill);
        await Eventually.TrueAsync(async () => await StatusAsync(nodes.Nodes[2], "/open") == 200, "the third place to be free");
        await Eventually.TrueAsync(async () => await HeldAsync() == 2, "that request to be over too");
        await using var third = await HoldAsync(nodes.Nodes[2]);
        Assert.Equal(429, await StatusAsync(nodes.Nodes[1], "/open"));

        // Both of those who live hold one; the dead one's place has an end.
        string[] held = (await nodes.Redis.CallAsync("--scan", "--pattern", "gatehouse:limit:*")).Split('\n');
        string[] counts = [];
        foreach (string key in held)
        {
            if (await nodes.Redis.CallAsync("TYPE", key) == "hash")
            {
                counts = (await nodes.Redis.CallAsync("HVALS", key)).Split('\n');
                Assert.InRange(int.Parse(await nodes.Redis.CallAsync("TTL", key), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
            }
        }

        Assert.Equal(3, counts.Length);
        Assert.All(counts, c => Assert.StartsWith("1 ", c, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Admin_API_reads_and_resets_what_all_nodes_have_counted()
    {
        using var http = new HttpClient();
        foreach (var node in nodes.Nodes)
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(200, await StatusAsync(node, "/read"));
            }
        }

        foreach (var node in nodes.Nodes)
        {
            var plugins = JsonNode.Parse(await http.GetStringAsync(new Uri(node.Admin, "/rate-limits")))!["data"]!.AsArray();
            var plugin = plugins.Single(p => (string?)p!["instance_name"] == "read")!;
            Assert.Equal("redis", (string?)plugin["policy"]);
            Assert.Equal(SharedNodes.Few - 15, (long)(await CounterAsync(http, node, (string)plugin["id"]!))!["remaining"]!);
        }

        var last = nodes.Nodes[2];
        string id = await IdAsync(http, last);
        string key = (string)(await CounterAsync(http, last, id))!["key"]!;
        using var reset = await http.DeleteAsync(new Uri(last.Admin, $"/rate-limits/{id}/{key}"));
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Null(await CounterAsync(http, nodes.Nodes[0], await IdAsync(http, nodes.Nodes[0])));
        Assert.Equal(200, await StatusAsync(nodes.Nodes[1], "/read"));
        Assert.Equal(SharedNodes.Few - 1, (long)(await CounterAsync(http, nodes.Nodes[0], await IdAsync(http, nodes.Nodes[0])))!["remaining"]!);
    }

    private static async Task<string> IdAsync(HttpClient http, GatehouseProcess node)
        => (string)JsonNode.Parse(await http.GetStringAsync(new Uri(node.Admin, "/rate-limits")))!["data"]!.AsArray().Single(p => (string?)p!["instance_name"] == "read")!["id"]!;

    private static async Task<JsonNode?> CounterAsync(HttpClient http, GatehouseProcess node, string plugin)
        => JsonNode.Parse(await http.GetStringAsync(new Uri(node.Admin, $"/rate-limits/{plugin}")))!["data"]!.AsArray().SingleOrDefault();

    /// <summary>A request whose body does not come: it is open once the gateway has begun to pass it on, which is after it was counted.</summary>
    private async Task<RawClient> HoldAsync(GatehouseProcess node)
    {
        long before = await HeldAsync();
        var client = await RawClient.ConnectAsync(node.Ports.Proxy);
        await client.SendAsync(OpenRequest);
        await Eventually.TrueAsync(async () => await HeldAsync() == before + 1, "the request to be counted");
        return client;
    }

    /// <summary>What Redis counts as open.</summary>
    private async Task<long> HeldAsync()
    {
        const string Sum = """
            local sum = 0
            for _, key in ipairs(redis.call('KEYS', 'gatehouse:limit:*')) do
              if redis.call('TYPE', key).ok == 'hash' then
                for _, value in ipairs(redis.call('HVALS', key)) do sum = sum + tonumber(string.match(value, '^(%S+)')) end
              end
            end
            return sum
            """;
        return long.Parse(await nodes.Redis.CallAsync("EVAL", Sum, "0"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<int> StatusAsync(GatehouseProcess node, string path)
    {
        await using var client = await RawClient.ConnectAsync(node.Ports.Proxy);
        return (await client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n")).Status;
    }
}
