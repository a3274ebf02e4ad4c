using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>rate-limiting in a real process: exact under many clients, over a reload, and in the Admin API.</summary>
public sealed class RateLimitingTests
{
    private const int Limit = 200;

    [Fact]
    public async Task Many_clients_get_exactly_the_limit_and_counters_outlive_a_reload()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Document(origin.Port, Limit) });
        using var http = new HttpClient();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => SendAsync(gateway, 20)));
        Assert.Equal(Limit, statuses.Sum(s => s.Count(r => r.Status == 200)));
        Assert.Equal((32 * 20) - Limit, statuses.Sum(s => s.Count(r => r.Status == 429)));
        var refused = statuses.SelectMany(s => s).First(r => r.Status == 429);
        Assert.Equal("API rate limit exceeded", JsonNode.Parse(refused.Text)!["message"]!.GetValue<string>());
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 3601);

        // The sliding hour goes on with another limit of the per-client window beside it.
        using var content = new StringContent(Document(origin.Port, Limit, more: ",\"tags\":[\"changed\"]"), System.Text.Encoding.UTF8, "application/json");
        using var loaded = await http.PostAsync(new Uri(gateway.Admin, "/config"), content);
        Assert.Equal(HttpStatusCode.Created, loaded.StatusCode);
        Assert.Equal(429, (await SendAsync(gateway, 1))[0].Status);

        var plugin = JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Admin, "/rate-limits")))!["data"]!.AsArray().Single()!;
        string id = plugin["id"]!.GetValue<string>();
        var counter = JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Admin, $"/rate-limits/{id}/ip:127.0.0.1")))!["data"]!.AsArray().Single()!;
        Assert.Equal(0, counter["remaining"]!.GetValue<long>());

        using var reset = await http.DeleteAsync(new Uri(gateway.Admin, $"/rate-limits/{id}/{counter["key"]}"));
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var again = (await SendAsync(gateway, 1))[0];
        Assert.Equal((200, $"{Limit - 1}"), (again.Status, again.Header("RateLimit-Remaining")));

        string metrics = await http.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        Assert.Contains("rate_limit_exceeded_total{plugin=\"hourly\",service=\"s\",route=\"r\",limit=\"hour\"} " + ((32 * 20) - Limit + 1), metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrency_is_given_back_by_clients_that_leave()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{origin.Port}}, "routes": [{"name": "r", "paths": ["/"]}]}],
                 "plugins": [{"name": "rate-limiting", "config": {"limits": [{"name": "open", "limit": 1, "algorithm": "concurrency", "limit_by": "global"}]} }]}
                """,
        });
        using var http = new HttpClient();
        for (int i = 0; i < 5; i++)
        {
            // A body that does not come keeps the request open, and then the client goes.
            await using (var leaving = await RawClient.ConnectAsync(gateway.Ports.Proxy))
            {
                await leaving.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");

                // Looked at from outside: a request that tries might take the place before the one that is to keep it.
                await Eventually.TrueAsync(() => IsFullAsync(http, gateway), "the request to be open");
                Assert.Equal(429, (await SendAsync(gateway, 1))[0].Status);
            }

            await Eventually.TrueAsync(async () => (await SendAsync(gateway, 1))[0].Status == 200, "the place to be free again");
            await Eventually.TrueAsync(async () => !await IsFullAsync(http, gateway), "that request to be over too");
        }
    }

    private static async Task<bool> IsFullAsync(HttpClient http, GatehouseProcess gateway)
    {
        var plugin = JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Admin, "/rate-limits")))!["data"]!.AsArray().Single()!;
        var counters = JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Admin, $"/rate-limits/{plugin["id"]}")))!["data"]!.AsArray();
        return counters.Count == 1 && counters[0]!["remaining"]!.GetValue<long>() == 0;
    }

    private static async Task<List<HttpMessage>> SendAsync(GatehouseProcess gateway, int requests)
    {
        var responses = new List<HttpMessage>();
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        for (int i = 0; i < requests; i++)
        {
            responses.Add(await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
        }

        return responses;
    }

    private static string Document(int port, int limit, string more = "") => $$"""
        {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{port}}, "routes": [{"name": "r", "paths": ["/"]{{more}}}]}],
         "plugins": [{"name": "rate-limiting", "instance_name": "hourly", "config": {"hour": {{limit}}, "algorithm": "sliding-window", "limit_by": "ip"} }]}
        """;
}
