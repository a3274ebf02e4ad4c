using System.Text;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound;

public sealed class OutboundClientTests : IDisposable
{
    private readonly OutboundClient _client = new(new SystemHostResolver(new AddressPreference(false)), new OutboundOptions { CallsPerHost = 2, WaitingPerHost = 1 }, TimeProvider.System);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: Application/JSON; charset=utf-8\r\nCache-Control: max-age=60\r\n\r\ntrue", "None", 200, "true", 60)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "None", 404, "", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nCache-Control: no-store, max-age=60\r\n\r\n", "None", 200, "", 0)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", "None", 302, "", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n", "TooLarge", 0, "", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", "TooLarge", 0, "", null)]
    [InlineData("nonsense\r\n\r\n", "Broken", 0, "", null)]
    public async Task Answer_is_told(string answer, string failure, int status, string body, int? maxAge)
    {
        await using var origin = ScriptedOrigin.Answering(answer);

        var response = await SendAsync(new OutboundRequest { Url = origin.Uri, MaxResponseBytes = 64 });

        Assert.Equal((failure, status, body), (response.Failure.ToString(), response.Status, Encoding.UTF8.GetString(response.Body)));
        Assert.Equal(maxAge, (int?)response.MaxAge?.TotalSeconds);
    }

    [Theory]
    [InlineData(64, "None")]
    [InlineData(65, "TooLarge")]
    [InlineData(20_000, "TooLarge")]
    public async Task Chunked_answer_is_bounded(int length, string failure)
    {
        await using var origin = ScriptedOrigin.Answering(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n{new string('x', length)}\r\n0\r\n\r\n");

        var response = await SendAsync(new OutboundRequest { Url = origin.Uri, MaxResponseBytes = 64 });

        Assert.Equal(failure, response.Failure.ToString());
    }

    [Fact]
    public async Task Request_carries_what_it_is_given()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        await SendAsync(new OutboundRequest
        {
            Url = new Uri(origin.Uri, "/token?a=1"),
            Method = HttpMethod.Post,
            Authorization = "Basic eA==",
            Body = "a=b"u8.ToArray(),
            ContentType = "application/x-www-form-urlencoded",
            Headers = [new("X-Extra", "1")],
        });

        string received = Encoding.ASCII.GetString(origin.Connections[0].Received);
        Assert.StartsWith("POST /token?a=1 HTTP/1.1\r\n", received, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Basic eA==\r\n", received, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Extra: 1\r\n", received, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n", received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\na=b", received, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Redirect_within_the_origin_is_followed_when_asked_with_credentials()
    {
        await using var origin = ScriptedOrigin.Start(
            async c =>
            {
                await c.ReadRequestAsync();
                await c.SendAsync("HTTP/1.1 302 Found\r\nLocation: /second\r\nContent-Length: 0\r\n\r\n");
            },
            async c =>
            {
                await c.ReadRequestAsync();
                await c.SendOkAsync("ok");
            });

        var response = await SendAsync(new OutboundRequest { Url = origin.Uri, MaxRedirects = 1, Authorization = "Bearer x" });

        Assert.Equal((OutboundFailure.None, 200), (response.Failure, response.Status));
        Assert.Contains("GET /second HTTP/1.1\r\n", Encoding.ASCII.GetString(origin.Connections[1].Received), StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Bearer x\r\n", Encoding.ASCII.GetString(origin.Connections[1].Received), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_to_another_private_host_is_forbidden()
    {
        await using var target = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        await using var origin = ScriptedOrigin.Answering($"HTTP/1.1 302 Found\r\nLocation: {target.Uri}\r\nContent-Length: 0\r\n\r\n");

        var response = await SendAsync(new OutboundRequest { Url = origin.Uri, MaxRedirects = 3 });

        Assert.Equal(OutboundFailure.Forbidden, response.Failure);
        Assert.Empty(target.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1", "Configured", "None")]
    [InlineData("127.0.0.1", "SameOrigin", "None")]
    [InlineData("127.0.0.1", "Public", "Forbidden")]
    [InlineData("::ffff:127.0.0.1", "Public", "Forbidden")]
    [InlineData("169.254.169.254", "SameOrigin", "Forbidden")]
    public async Task Name_is_judged_by_the_address_it_leads_to(string address, string reach, string failure)
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var client = new OutboundClient(new FakeNames(address), new OutboundOptions(), TimeProvider.System);

        var response = await client.SendAsync(
            new OutboundRequest { Url = new Uri($"http://keys.test:{origin.Port}/"), Reach = Enum.Parse<OutboundReach>(reach) }, CancellationToken.None);

        Assert.Equal(failure, response.Failure.ToString());
    }

    [Fact]
    public async Task Name_that_moves_to_a_private_address_is_forbidden_with_the_next_connection()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var client = new OutboundClient(new FakeNames("127.0.0.1", "169.254.169.254"), new OutboundOptions(), TimeProvider.System);
        var request = new OutboundRequest { Url = new Uri($"http://keys.test:{origin.Port}/"), Reach = OutboundReach.SameOrigin };

        var first = await client.SendAsync(request, CancellationToken.None);
        var second = await client.SendAsync(request, CancellationToken.None);

        Assert.Equal((OutboundFailure.None, OutboundFailure.Forbidden), (first.Failure, second.Failure));
    }

    [Fact]
    public async Task Connection_of_a_configured_call_is_not_used_for_a_document()
    {
        await using var origin = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        var configured = await SendAsync(new OutboundRequest { Url = origin.Uri });
        var foreign = await SendAsync(new OutboundRequest { Url = origin.Uri, Reach = OutboundReach.Public });

        Assert.Equal((OutboundFailure.None, OutboundFailure.Forbidden), (configured.Failure, foreign.Failure));
    }

    [Fact]
    public async Task Silent_server_is_given_up_by_the_clock()
    {
        var clock = new FakeClock();
        using var client = new OutboundClient(new SystemHostResolver(new AddressPreference(false)), new OutboundOptions(), clock);
        await using var origin = ScriptedOrigin.Start(c => c.StallAsync());

        var call = client.SendAsync(new OutboundRequest { Url = origin.Uri, Timeout = TimeSpan.FromSeconds(7) }, CancellationToken.None);
        await origin.ConnectionAsync(0);
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(OutboundFailure.Timeout, (await Eventually.EndsAsync(call, "the time-out")).Failure);
    }

    [Fact]
    public async Task Closed_port_is_a_failure_to_connect()
        => Assert.Equal(OutboundFailure.Connect, (await SendAsync(new OutboundRequest { Url = new Uri($"http://127.0.0.1:{FreePort.Next()}/") })).Failure);

    [Fact]
    public async Task Calls_to_a_slow_host_wait_and_then_are_refused()
    {
        using var stop = new CancellationTokenSource();
        await using var slow = ScriptedOrigin.Start(c => c.StallAsync());
        await using var other = ScriptedOrigin.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var calls = Enumerable.Range(0, 3).Select(_ => _client.SendAsync(new OutboundRequest { Url = slow.Uri }, stop.Token)).ToArray();
        await slow.ConnectionAsync(1);
        var refused = await Eventually.NotNullAsync(
            async () =>
            {
                var call = _client.SendAsync(new OutboundRequest { Url = slow.Uri, Timeout = TimeSpan.FromMilliseconds(200) }, CancellationToken.None);
                return await call is { Failure: OutboundFailure.Busy } busy ? busy : null;
            },
            "a call that finds no room");

        Assert.Equal(OutboundFailure.Busy, refused.Failure);
        Assert.Equal(2, slow.Connections.Count);
        Assert.Equal(200, (await SendAsync(new OutboundRequest { Url = other.Uri })).Status);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(calls), r => Assert.Equal(OutboundFailure.Cancelled, r.Failure));
    }

    [Theory]
    [InlineData("localhost", true, true, "None")]
    [InlineData("localhost", false, true, "Tls")]
    [InlineData("localhost", false, false, "None")]
    [InlineData("other.test", true, true, "Tls")]
    public async Task Certificate_is_verified_by_default(string name, bool isTrusted, bool verify, string failure)
    {
        using var authority = new TestAuthority();
        var leaf = authority.Issue([name]);
        await using var origin = new TlsAnswer(leaf.ToCertificate());
        using var client = new OutboundClient(
            new SystemHostResolver(new AddressPreference(false)), new OutboundOptions { TrustedRoots = isTrusted ? [authority.Certificate] : null }, TimeProvider.System);

        var response = await client.SendAsync(
            new OutboundRequest { Url = new Uri($"https://localhost:{origin.Port}/"), VerifyTls = verify }, CancellationToken.None);

        Assert.Equal(failure, response.Failure.ToString());
    }

    [Fact]
    public void Request_never_shows_more_than_its_host()
        => Assert.Equal("id.test", new OutboundRequest { Url = new Uri("https://id.test/x?token=secret"), Authorization = "Bearer secret" }.ToString());

    private Task<OutboundResponse> SendAsync(OutboundRequest request) => _client.SendAsync(request, CancellationToken.None);
}
