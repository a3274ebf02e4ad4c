using System.Text;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>Connections of calls on a loop: which one, to where, and when once more.</summary>
public sealed class LoopHttpConnectionTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private const string Events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n";

    private readonly LoopHttp _http = new();

    public void Dispose() => _http.Dispose();

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

    private sealed class TwoAddresses : IHostResolver
    {
        public Task<HostAnswer> ResolveAsync(string host)
            => Task.FromResult(HostAnswer.Found(System.Net.IPAddress.Parse("127.0.0.1"), System.Net.IPAddress.Parse("127.0.0.2")));
    }
}
