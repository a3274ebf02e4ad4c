using System.Net;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Keys that are guessed in parallel: an address has 64 answers waiting at most, and what is beyond costs it its connections.</summary>
public sealed class SlowDownTests
{
    private const int Guesses = 90;

    [Fact]
    public async Task Guess_beyond_the_share_of_an_address_ends_its_connection()
    {
        await using var gateway = await StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, Guesses).Select(_ => RawClient.ConnectAsync(gateway.Ports.Proxy)));
        var answers = await Task.WhenAll(clients.Select(static c => c.ExchangeAsync("GET /?apikey=wrong HTTP/1.1\r\nHost: x\r\n\r\n")));

        Assert.All(answers, static a => Assert.Equal(401, a.Status));
        Assert.InRange(answers.Count(static a => a.Header("Connection") == "close"), 1, Guesses - 64);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Guess_beyond_the_share_ends_a_connection_of_http2_behind_its_streams()
    {
        await using var gateway = await StartAsync();
        await using var client = await RawHttp2Client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gateway.Ports.Proxy));
        await client.WriteAsync([.. Enumerable.Range(0, Guesses).SelectMany(static i => RawHttp2Client.Frame(
            RawHttp2Client.Headers, 5, 1 + (2 * i), RawHttp2Client.Block(RawHttp2Client.Get(path: "/?apikey=wrong"))))]);

        var answered = new HashSet<int>();
        bool isLeaving = false;
        while (await client.ReadFrameAsync() is { } frame)
        {
            isLeaving |= frame.Type == RawHttp2Client.GoAway && frame.Payload[4..8].All(static b => b == 0);
            Assert.NotEqual(RawHttp2Client.RstStream, frame.Type);
            if (frame.Type == RawHttp2Client.Headers)
            {
                answered.Add(frame.Stream);
            }
        }

        Assert.True(isLeaving);
        Assert.Equal(Guesses, answered.Count);
    }

    /// <summary>Many that leave at once held all places for as long as they would have waited.</summary>
    [Fact]
    public async Task Clients_that_reset_their_connections_do_not_wait()
    {
        await using var gateway = await StartAsync("60");
        await using (var first = await RawClient.ConnectAsync(gateway.Ports.Proxy))
        {
            for (int i = 0; i < 6; i++)
            {
                await first.ExchangeAsync("GET /?apikey=wrong HTTP/1.1\r\nHost: x\r\n\r\n");
            }
        }

        // Each waits for seconds now; the log has them as soon as they have left.
        for (int i = 0; i < 3; i++)
        {
            await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
            await client.SendAsync($"GET /left-{i}?apikey=wrong HTTP/1.1\r\nHost: x\r\n\r\n");
            await Eventually.TrueAsync(async () => await DelayedAsync(gateway) == 7 + i, "the answer to be held back");
            client.Reset();
        }

        await Eventually.TrueAsync(
            () => File.Exists(gateway.AccessLog) && File.ReadAllLines(gateway.AccessLog).Count(static l => l.Contains("/left-", StringComparison.Ordinal)) == 3,
            "the requests to end",
            TimeSpan.FromSeconds(3));
    }

    private static async Task<double> DelayedAsync(GatehouseProcess gateway)
    {
        using var client = new HttpClient();
        string text = await client.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        string? line = text.Split('\n').FirstOrDefault(static l => l.StartsWith("gatehouse_authentication_delayed_total ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task<GatehouseProcess> StartAsync(string delay = "1") => GatehouseProcess.StartAsync(new GatehouseOptions
    {
        ProxyFlags = "http2",
        Node = new Dictionary<string, string> { ["auth_failure_delay"] = delay, ["auth_failure_free"] = "0" },
        Declarative = """
            _format_version: "3.0"
            routes: [{name: r, paths: [/], plugins: [{name: key-auth}]}]
            """,
    });
}
