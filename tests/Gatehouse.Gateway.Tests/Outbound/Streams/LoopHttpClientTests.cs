using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>Calls of plugins on a loop, over real sockets.</summary>
public sealed class LoopHttpClientTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private const string Events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n";

    private readonly LoopHttp _http = new();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(Ok, "200 ok end")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n", "429  end")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "200 ok end")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nok", "200 ok end")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "204  end")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", "200 ok Truncated")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", "200 ok Truncated")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nnonsense\r\n", "200 ok Malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "Truncated")]
    [InlineData("nonsense\r\n\r\n", "Malformed")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "Malformed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "Malformed")]
    [InlineData("", "ResetBeforeHeaders")]
    public async Task Answer_is_told(string answer, string expected)
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(answer);
        });

        Assert.Equal(expected, await _http.CallAsync(_http.Request(origin.Uri)));
        Assert.Single(origin.Connections);
    }

    [Fact]
    public async Task Request_carries_what_it_is_given_and_nothing_else()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);

        await _http.CallAsync(_http.Request(origin.Uri, "POST", "/v1/x?y=%20", "{}"u8.ToArray(), null, ("Authorization", "Bearer k"), ("Content-Length", "9")));
        await _http.CallAsync(_http.Request(origin.Uri, "GET", "/models", default, null, ("Host", "other")));
        await _http.CallAsync(_http.Request(origin.Uri));

        Assert.Equal(
            $"POST /v1/x?y=%20 HTTP/1.1\r\nHost: 127.0.0.1:{origin.Port}\r\nAuthorization: Bearer k\r\nContent-Length: 2\r\n\r\n{{}}"
            + "GET /models HTTP/1.1\r\nHost: other\r\n\r\n"
            + $"POST /v1/chat HTTP/1.1\r\nHost: 127.0.0.1:{origin.Port}\r\nContent-Length: 0\r\n\r\n",
            Encoding.ASCII.GetString(Assert.Single(origin.Connections).Received));
    }

    [Theory]
    [InlineData("/a b", "X", "1")]
    [InlineData("/a\r\nX: 1", "X", "1")]
    [InlineData("", "X", "1")]
    [InlineData("/", "X", "1\r\nY: 2")]
    [InlineData("/", "X Y", "1")]
    public async Task Request_that_could_be_split_is_never_sent(string target, string name, string value)
    {
        await using var origin = ScriptedOrigin.Answering(Ok);

        Assert.Equal("InvalidRequest", await _http.CallAsync(_http.Request(origin.Uri, "POST", target, default, null, (name, value))));

        Assert.Equal("200 ok end", await _http.CallAsync(_http.Request(origin.Uri)));
        Assert.All(origin.Connections, static c => Assert.True(c.Received.Length == 0 || c.Received.AsSpan().StartsWith("POST /v1/chat"u8)));
    }

    [Fact]
    public async Task Large_body_arrives_whole()
    {
        byte[] body = RandomNumberGenerator.GetBytes(32 * 1024 * 1024);
        byte[] received = [];
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            received = (await c.ReadRequestAsync()).Body;
            await c.SendAsync(Ok);
        });

        Assert.Equal("200 ok end", await _http.CallAsync(_http.Request(origin.Uri, body: body)));

        Assert.Equal(SHA256.HashData(body), SHA256.HashData(received));
    }

    [Fact]
    public async Task Body_over_the_limit_is_never_sent()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);

        Assert.Equal("InvalidRequest", await _http.CallAsync(_http.Request(origin.Uri, body: new byte[(32 * 1024 * 1024) + 1])));

        Assert.Empty(origin.Connections);
    }

    [Fact]
    public async Task Server_that_answers_before_it_has_the_body_is_heard()
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.Reader.ReadExactlyAsync(10, c.Stopped);
            await c.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await c.WaitUntilClosedAsync();
        });

        Assert.Equal("413  end", await _http.CallAsync(_http.Request(origin.Uri, body: new byte[1024 * 1024])));
    }

    [Fact]
    public async Task Connection_serves_calls_one_after_the_other()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);
        var endpoint = _http.Open(origin.Uri);

        Assert.Equal("200 ok end", await _http.CallAsync(LoopHttp.Request(endpoint)));
        Assert.Equal("200 ok end reused", await _http.CallAsync(LoopHttp.Request(endpoint)));
        Assert.Equal("200 ok end reused", await _http.CallAsync(_http.Request(origin.Uri)));

        Assert.Single(origin.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stale_connection_is_replaced_once_when_nothing_was_received(bool resets)
    {
        await using var origin = ScriptedOrigin.Start(
            async c =>
            {
                await c.ReadRequestAsync();
                await c.SendAsync(Ok);
                await c.ReadRequestAsync();
                if (resets)
                {
                    c.Reset();
                }
            },
            async c =>
            {
                await c.ReadRequestAsync();
                await c.SendAsync(Ok);
            });
        var endpoint = _http.Open(origin.Uri);
        await _http.CallAsync(LoopHttp.Request(endpoint));

        Assert.Equal("200 ok end", await _http.CallAsync(LoopHttp.Request(endpoint, body: new byte[100_000])));

        Assert.Equal(2, origin.Connections.Count);
    }

    [Fact]
    public async Task Stale_connection_that_answered_in_part_is_not_replaced()
    {
        await using var origin = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(Ok);
            await c.ReadRequestAsync();
            await c.SendAsync("HTTP/1.1 200");
        });
        var endpoint = _http.Open(origin.Uri);
        await _http.CallAsync(LoopHttp.Request(endpoint));

        Assert.Equal("Truncated", await _http.CallAsync(LoopHttp.Request(endpoint)));

        Assert.Single(origin.Connections);
    }

    [Theory]
    [InlineData("9\r\ndata: 2\n\n\r\n0\r\n\r\n", 1)]
    [InlineData("9\r\ndata: 2\n\n\r\n", 2)]
    public async Task Connection_is_kept_when_the_rest_of_an_answer_is_here(string rest, int connections)
    {
        await using var origin = ScriptedOrigin.Answering(Events + rest);
        var endpoint = _http.Open(origin.Uri);

        await _http.Loop.RunAsync(async () =>
        {
            using var response = await _http.Client.SendAsync(LoopHttp.Request(endpoint), CancellationToken.None);
            Assert.Equal(9, await response.ReadAsync(new byte[9]));
            Assert.False(response.IsComplete);
        });
        await _http.CallAsync(LoopHttp.Request(endpoint, timeouts: new LoopHttpTimeouts { Idle = 1 }));

        Assert.Equal(connections, origin.Connections.Count);
    }

    [Fact]
    public async Task Failures_to_connect_are_told_apart()
    {
        Assert.Equal("ConnectRefused", await _http.CallAsync(_http.Request(new Uri($"http://127.0.0.1:{FreePort.Next()}"))));
        using var nameless = new LoopHttp(new NoNames());
        Assert.Equal("NameNotFound", await nameless.CallAsync(nameless.Request(new Uri("http://vendor.test"))));
    }

    [Theory]
    [InlineData("http://169.254.169.254", "Forbidden")]
    [InlineData("http://[fd00:ec2::254]", "Forbidden")]
    [InlineData("http://metadata.test", "Forbidden")]
    [InlineData("http://127.0.0.1", "ConnectRefused")]
    public async Task Metadata_addresses_can_be_forbidden(string url, string expected)
    {
        using var http = new LoopHttp(new FakeNames("169.254.169.254"));

        Assert.Equal(expected, await http.CallAsync(LoopHttp.Request(http.Open(new Uri($"{url}:{FreePort.Next()}"), reach: OutboundReach.SameOrigin))));
    }

    [Fact]
    public async Task Name_leads_to_another_address_when_one_refuses()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);
        using var http = new LoopHttp(new TwoAddresses());
        var endpoint = http.Open(new Uri($"http://vendor.test:{origin.Port}"));

        for (int i = 0; i < 4; i++)
        {
            Assert.StartsWith("200 ok end", await http.CallAsync(LoopHttp.Request(endpoint)), StringComparison.Ordinal);
        }

        Assert.StartsWith($"POST /v1/chat HTTP/1.1\r\nHost: vendor.test:{origin.Port}\r\n", Encoding.ASCII.GetString(origin.Connections[0].Received), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "vendor.test", "None")]
    [InlineData(true, "other.test", "Tls")]
    [InlineData(false, "vendor.test", "Tls")]
    public async Task Certificate_is_verified_for_the_name_of_the_url(bool trusted, string host, string expected)
    {
        using var authority = new TestAuthority();
        await using var server = new TlsAnswer(authority.Issue(["vendor.test"]).ToCertificate());
        using var http = new LoopHttp(new FakeNames("127.0.0.1"));
        var tls = new LoopHttpTls { TrustedRoots = trusted ? [authority.Certificate] : null };
        var endpoint = http.Open(new Uri($"https://{host}:{server.Port}"), tls);

        (string failure, string? reason) = await http.Loop.RunAsync(async () =>
        {
            using var response = await http.Client.SendAsync(LoopHttp.Request(endpoint), CancellationToken.None);
            return (response.Failure.ToString(), response.FailureReason);
        });

        Assert.Equal((expected, expected == "None"), (failure, reason is null));
    }

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

    [Fact]
    public async Task Response_kept_too_long_stays_its_own()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);
        var endpoint = _http.Open(origin.Uri);

        await _http.Loop.RunAsync(async () =>
        {
            var kept = await _http.Client.SendAsync(LoopHttp.Request(endpoint), CancellationToken.None);
            kept.Dispose();
            kept.Dispose();
            using var next = await _http.Client.SendAsync(LoopHttp.Request(endpoint), CancellationToken.None);
            kept.Abort();
            Assert.Equal(0, await kept.ReadAsync(new byte[1]));
            Assert.Equal("ok end", await LoopHttp.ReadAsync(next));
        });
    }

    [Fact]
    public async Task Calls_are_made_on_their_loop()
    {
        await using var origin = ScriptedOrigin.Answering(Ok);
        var request = _http.Request(origin.Uri);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _http.Client.SendAsync(request, CancellationToken.None));
        using var foreign = LoopGroup.Start(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => foreign.Loops[0].RunAsync(async () => (await _http.Client.SendAsync(request, CancellationToken.None)).Dispose()));
    }

    private sealed class TwoAddresses : IHostResolver
    {
        public Task<HostAnswer> ResolveAsync(string host)
            => Task.FromResult(HostAnswer.Found(System.Net.IPAddress.Parse("127.0.0.1"), System.Net.IPAddress.Parse("127.0.0.2")));
    }

    private sealed class SilentNames : IHostResolver
    {
        public Task<HostAnswer> ResolveAsync(string host) => new TaskCompletionSource<HostAnswer>().Task;
    }
}
