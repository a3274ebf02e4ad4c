using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>What ends a call on a loop before its answer does.</summary>
public sealed class LoopHttpWaitTests : IDisposable
{
    private const string Events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n";

    private readonly LoopHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("", 50, 60_000, 60_000, "FirstByteTimeout")]
    [InlineData("HTTP/1.1 200 OK\r\n", 50, 60_000, 60_000, "FirstByteTimeout")]
    [InlineData(Events, 60_000, 50, 60_000, "200 data: 1\n\n IdleTimeout")]
    [InlineData(Events, 60_000, 60_000, 300, "200 data: 1\n\n TotalTimeout")]
    [InlineData("", 60_000, 60_000, 50, "TotalTimeout")]
    public async Task Waits_are_bounded(string answer, int firstByte, int idle, int total, string expected)
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(answer);
            await c.WaitUntilClosedAsync();
        });

        Assert.Equal(expected, await _http.CallAsync(_http.Request(origin.Uri, timeouts: new LoopHttpTimeouts { FirstByte = firstByte, Idle = idle, Total = total })));

        // The server is told at once.
        await Eventually.TrueAsync(() => origin.OpenConnections == 0, "the connection to be closed");
    }

    [Fact]
    public async Task Reader_that_is_slow_is_no_idle_server()
    {
        await using var origin = ScriptedOrigin.Answering(Events + "0\r\n\r\n");
        var request = _http.Request(origin.Uri, timeouts: new LoopHttpTimeouts { Idle = 30 });

        string seen = await _http.Loop.RunAsync(async () =>
        {
            using var response = await _http.Client.SendAsync(request, CancellationToken.None);
            await response.WaitAsync();
            long deadline = _http.Loop.NowMilliseconds + 100;
            await Eventually.TrueAsync(() => _http.Loop.NowMilliseconds > deadline, "the limit to pass");
            return await LoopHttp.ReadAsync(response);
        });

        Assert.Equal("data: 1\n\n end", seen);
    }

    [Fact]
    public async Task Server_that_does_not_read_the_body_is_given_up()
    {
        await using var origin = ScriptedOrigin.Start(static c => c.StallAsync());

        Assert.Equal("IdleTimeout", await _http.CallAsync(_http.Request(origin.Uri, body: new byte[32 * 1024 * 1024], timeouts: new LoopHttpTimeouts { Idle = 50 })));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("head")]
    [InlineData("body")]
    [InlineData("wait")]
    public async Task Cancellation_ends_the_call_and_closes_its_connection(string when)
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(when == "head" ? "HTTP/1.1 200 OK\r\n" : Events);
            await c.WaitUntilClosedAsync();
        });
        using var left = new CancellationTokenSource();
        if (when == "before")
        {
            await left.CancelAsync();
        }

        var call = _http.CallAsync(_http.Request(origin.Uri), left.Token);
        if (when != "before")
        {
            await origin.ConnectionAsync(0);
            await Eventually.TrueAsync(() => origin.Connections[0].Received.Length > 0, "the request");

            // Off the loop, and on it.
            await (when == "wait" ? _http.Loop.RunAsync(() => left.CancelAsync()) : left.CancelAsync());
        }

        Assert.EndsWith("Cancelled", await Eventually.EndsAsync(call, "the call"), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => origin.OpenConnections == 0, "the connection to be closed");
    }

    [Fact]
    public async Task Cancellation_while_the_name_is_looked_up_or_connecting_does_not_wait_for_it()
    {
        using var http = new LoopHttp(new SilentNames());
        using var left = new CancellationTokenSource();
        var call = http.CallAsync(http.Request(new Uri("http://vendor.test")), left.Token);

        await left.CancelAsync();

        Assert.Equal("Cancelled", await Eventually.EndsAsync(call, "the call"));
        Assert.Equal("NameNotFound", await http.CallAsync(http.Request(new Uri("http://vendor.test"), timeouts: new LoopHttpTimeouts { Connect = 30 })));
    }

    private sealed class SilentNames : IHostResolver
    {
        public Task<HostAnswer> ResolveAsync(string host) => new TaskCompletionSource<HostAnswer>().Task;
    }
}
