using System.Net;
using System.Text;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>A vendor's stream through a plugin to clients of both protocols, on a running gateway with real sockets.</summary>
public sealed class StreamRelayTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string First = "9\r\ndata: 1\n\n\r\n", Second = "9\r\ndata: 2\n\n\r\n", End = "0\r\n\r\n";
    private const string Request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 15\r\n\r\n{\"stream\":true}";

    public static TheoryData<Version> Versions => [HttpVersion.Version11, HttpVersion.Version20];

    [Theory, MemberData(nameof(Versions))]
    public async Task Event_arrives_before_the_vendor_sends_the_next(Version version)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var vendor = ScriptedOrigin.Start(async c =>
        {
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal("{\"stream\":true}", (await c.ReadRequestAsync()).Text);
                await c.SendAsync(Head + First);
                await goOn.Task.WaitAsync(c.Stopped);
                await c.SendAsync(Second + End);
            }
        });
        await using var gateway = await RelayGateway.StartAsync(vendor.Uri);
        using var client = new HttpClient();
        for (int i = 0; i < 2; i++)
        {
            using var response = await client.SendAsync(Post(gateway, version), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            byte[] first = new byte[9];
            await Eventually.EndsAsync(body.ReadExactlyAsync(first).AsTask(), "the first event");
            Assert.Equal("data: 1\n\n"u8.ToArray(), first);
            goOn.TrySetResult();
            using var rest = new StreamReader(body);
            Assert.Equal("data: 2\n\n", await Eventually.EndsAsync(rest.ReadToEndAsync(), "the rest"));
        }

        Assert.Single(vendor.Connections);
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Vendor_that_breaks_off_never_looks_whole(Version version)
    {
        await using var vendor = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(Head + First);
        });
        await using var gateway = await RelayGateway.StartAsync(vendor.Uri);
        using var client = new HttpClient();

        var error = await Record.ExceptionAsync(async () =>
        {
            using var response = await client.SendAsync(Post(gateway, version), HttpCompletionOption.ResponseHeadersRead);
            await response.Content.ReadAsStringAsync();
        });

        Assert.IsAssignableFrom<HttpRequestException>(error);
    }

    [Theory]
    [InlineData("1.1", "first")]
    [InlineData("1.1", "")]
    [InlineData("2.0", "first")]
    [InlineData("2.0", "")]
    public async Task Client_that_leaves_ends_the_call_of_the_vendor_at_once(string version, string sent)
    {
        await using var vendor = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(sent.Length > 0 ? Head + First : "");
            await c.WaitUntilClosedAsync();
        });
        await using var gateway = await RelayGateway.StartAsync(vendor.Uri);
        using var client = new HttpClient();
        using var left = new CancellationTokenSource();
        var sending = client.SendAsync(Post(gateway, Version.Parse(version)), HttpCompletionOption.ResponseHeadersRead, left.Token);
        if (sent.Length > 0)
        {
            (await Eventually.EndsAsync(sending, "the head")).Dispose();
        }
        else
        {
            await vendor.ConnectionAsync(0);
            await Eventually.TrueAsync(() => vendor.Connections[0].Received.Length > 0, "the vendor's request");
            await left.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        await Eventually.TrueAsync(() => vendor.OpenConnections == 0, "the vendor's connection to be closed");
        Assert.Equal(0, gateway.Loops.Loops[0].Statistics.FailedCallbacks);
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Vendor_that_cannot_be_reached_is_an_answer(Version version)
    {
        await using var gateway = await RelayGateway.StartAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"));
        using var client = new HttpClient();

        using var response = await client.SendAsync(Post(gateway, version));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("ConnectRefused", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_came_together_leave_together()
    {
        await using var vendor = ScriptedOrigin.Start(async c =>
        {
            await c.ReadRequestAsync();
            await c.SendAsync(Head + string.Concat(Enumerable.Repeat(First, 100)) + End);
        });
        await using var gateway = await RelayGateway.StartAsync(vendor.Uri);
        await using var client = await RawClient.ConnectAsync(gateway.EndPoints[0].Port);
        await client.SendAsync(Request);

        string received = Encoding.Latin1.GetString(await Eventually.EndsAsync(client.Reader.ReadExactlyAsync(1), "a byte"));
        while (!received.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
        {
            received += Encoding.Latin1.GetString(await Eventually.EndsAsync(client.Reader.ReadExactlyAsync(1), "the end"));
        }

        // One chunk: 900 bytes of events.
        Assert.Contains("\r\n\r\n384\r\ndata: 1\n\n", received, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Post(GatewayRuntime gateway, Version version) => new(HttpMethod.Post, new Uri($"http://{gateway.EndPoints[0]}/"))
    {
        Version = version,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = new StringContent("{\"stream\":true}"),
    };
}
