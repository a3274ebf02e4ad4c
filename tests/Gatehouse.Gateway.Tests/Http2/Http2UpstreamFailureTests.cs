using System.Net;
using System.Net.Sockets;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Client;
using Gatehouse.Net.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;
using static Gatehouse.Gateway.Tests.Http2.UpstreamCalls;

namespace Gatehouse.Gateway.Tests.Http2;

public class Http2UpstreamFailureTests
{
    [Fact]
    public async Task Reset_in_the_middle_of_the_answer_is_no_end_of_it()
    {
        await using var origin = await OriginFixture.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            context.Features.Get<IHttpResetFeature>()!.Reset(2);
        });
        using var client = Client();
        using var call = client.NewCall();

        await call.SendAsync(Request(origin.EndPoint), new ResponseMessage());
        byte[] buffer = new byte[100];
        int count;
        while ((count = await call.ReadBodyAsync(buffer)) > 0)
        {
        }

        Assert.Equal(-1, count);
        Assert.Equal(UpstreamOutcome.Reset, call.Outcome);
    }

    [Theory]
    [InlineData(7, UpstreamOutcome.Refused)]
    [InlineData(2, UpstreamOutcome.Reset)]
    public async Task Reset_before_the_answer_says_whether_it_was_acted_upon(int code, object expected)
    {
        await using var origin = await OriginFixture.StartAsync(async context =>
        {
            // A reset that meets a write under way is told by that write, and the code is lost: let none be under way.
            await context.Request.Body.ReadExactlyAsync(new byte[1]);
            context.Features.Get<IHttpResetFeature>()!.Reset(code);
        });
        using var client = Client();
        using var call = client.NewCall();

        var sending = call.SendAsync(Request(origin.EndPoint, hasBody: true), new ResponseMessage());
        await call.WriteBodyAsync(new byte[1]);

        Assert.Equal((UpstreamOutcome)expected, await sending);
        Assert.False(await call.WriteBodyAsync(new byte[1]));
    }

    [Fact]
    public async Task Refused_connection_fails_the_call_and_frees_its_place()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endPoint = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();
        using var client = Client();
        using var call = client.NewCall();

        var sending = call.SendAsync(Request(endPoint, hasBody: true), new ResponseMessage());

        Assert.False(await call.WriteBodyAsync(new byte[1]));
        Assert.Equal(UpstreamOutcome.ConnectFailed, await sending);
        Assert.Equal(0, client.OpenConnections);
    }

    [Fact]
    public async Task Upstream_that_stalls_times_out()
    {
        var stop = new TaskCompletionSource();
        await using var origin = await OriginFixture.StartAsync(async context => await stop.Task.WaitAsync(context.RequestAborted));
        using var client = Client();
        using var call = client.NewCall();

        Assert.Equal(UpstreamOutcome.Timeout, await call.SendAsync(Request(origin.EndPoint, connectMs: 100, idleMs: 100), new ResponseMessage()));
        stop.SetResult();
    }

    [Fact]
    public async Task Handshake_that_stalls_is_a_connect_timeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Client(new TlsClientSettings { ServerName = "localhost" });
        using var call = client.NewCall();

        Assert.Equal(
            UpstreamOutcome.ConnectTimeout,
            await call.SendAsync(Request((IPEndPoint)listener.LocalEndpoint, connectMs: 100, idleMs: 10_000), new ResponseMessage()));
    }

    [Fact]
    public async Task Peer_that_speaks_http1_is_an_invalid_answer_or_a_reset()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(async () =>
        {
            using var peer = await listener.AcceptTcpClientAsync();
            await peer.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            await peer.GetStream().CopyToAsync(Stream.Null);
        });
        using var client = Client();
        using var call = client.NewCall();

        var outcome = await call.SendAsync(Request((IPEndPoint)listener.LocalEndpoint), new ResponseMessage());

        Assert.True(outcome is UpstreamOutcome.InvalidResponse or UpstreamOutcome.Reset, outcome.ToString());
        await answering;
    }

    [Theory]
    [InlineData(false, false, "localhost", UpstreamOutcome.TlsFailed)]
    [InlineData(true, false, "localhost", UpstreamOutcome.Success)]
    [InlineData(false, true, "localhost", UpstreamOutcome.Success)]
    [InlineData(false, true, "other.example", UpstreamOutcome.TlsFailed)]
    public async Task Certificate_is_verified_unless_told_otherwise(bool noVerify, bool trusted, string name, object expected)
    {
        await using var origin = await OriginFixture.StartAsync(_ => Task.CompletedTask, Http2Fixture.Certificate);
        using var client = Client(new TlsClientSettings
        {
            ServerName = name,
            Verify = !noVerify,
            TrustedRoots = trusted ? [Http2Fixture.Certificate] : null,
        });
        using var call = client.NewCall();

        Assert.Equal((UpstreamOutcome)expected, await call.SendAsync(Request(origin.EndPoint), new ResponseMessage()));
    }

    [Fact]
    public async Task Abort_resets_the_stream_of_the_upstream()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var origin = await OriginFixture.StartAsync(async context =>
        {
            context.RequestAborted.Register(noticed.SetResult);
            begun.SetResult();
            await noticed.Task;
        });
        using var client = Client();
        using var call = client.NewCall();
        var sending = call.SendAsync(Request(origin.EndPoint, hasBody: true), new ResponseMessage());
        await begun.Task;

        call.Abort();

        Assert.Equal(UpstreamOutcome.Aborted, await sending);
        await noticed.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
