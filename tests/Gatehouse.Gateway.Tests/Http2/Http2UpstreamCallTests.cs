using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Client;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Waiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;
using static Gatehouse.Gateway.Tests.Http2.UpstreamCalls;

namespace Gatehouse.Gateway.Tests.Http2;

public class Http2UpstreamCallTests
{
    private static readonly HeaderName GrpcStatus = new("grpc-status");

    [Fact]
    public async Task Request_arrives_byte_for_byte_and_without_hop_by_hop_fields()
    {
        string? seen = null;
        await using var origin = await OriginFixture.StartAsync(context =>
        {
            var request = context.Request;
            seen = $"{request.Method} {request.Host} {context.Features.Get<IHttpRequestFeature>()!.RawTarget} "
                + string.Join(' ', request.Headers.Where(h => h.Key != "Host").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}={h.Value}"));
            return Task.CompletedTask;
        });
        using var client = Client();
        using var call = client.NewCall();
        var headers = Fields("TE: trailers", "Connection: x-hop, close", "X-Hop: 1", "Keep-Alive: 1", "Proxy-Connection: x", "Content-Type: a/b", "X-Kept: 2", "X-Kept: 3", "Host: other");

        var outcome = await call.SendAsync(Request(origin.EndPoint, headers, target: "/a/%2e%2e/b%7E//c?x=%20&y"), new ResponseMessage());

        Assert.Equal(UpstreamOutcome.Success, outcome);
        Assert.Equal("GET svc.example:81 /a/%2e%2e/b%7E//c?x=%20&y Content-Length=0 Content-Type=a/b TE=trailers x-kept=2, 3", seen);
    }

    [Fact]
    public async Task Answer_comes_with_fields_body_and_trailers()
    {
        await using var origin = await OriginFixture.StartAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers.Append("X-Two", "1");
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync("hello"u8.ToArray());
            context.Response.AppendTrailer("grpc-status", "5");
        });
        using var client = Client();
        using var call = client.NewCall();
        var answer = new ResponseMessage();

        Assert.Equal(UpstreamOutcome.Success, await call.SendAsync(Request(origin.EndPoint), answer));
        Assert.Equal("hello", await ReadAsync(call));
        call.ReadTrailers(answer.Trailers);

        Assert.Equal(200, answer.Status);
        Assert.Null(answer.ContentLength);
        Assert.Equal("application/grpc", answer.Headers.GetString(HeaderNames.ContentType));
        Assert.Equal("5", answer.Trailers.GetString(GrpcStatus));
    }

    [Fact]
    public async Task Both_directions_stream_at_once()
    {
        await using var origin = await OriginFixture.StartAsync(async context =>
        {
            byte[] buffer = new byte[100];
            await context.Response.Body.FlushAsync();
            int count;
            while ((count = await context.Request.Body.ReadAsync(buffer)) > 0)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
            }
        });
        using var client = Client();
        using var call = client.NewCall();
        var answer = new ResponseMessage();

        // The answer's head comes before the first byte of the body is sent.
        Assert.Equal(UpstreamOutcome.Success, await call.SendAsync(Request(origin.EndPoint, hasBody: true), answer));
        byte[] buffer = new byte[100];
        for (int i = 0; i < 20; i++)
        {
            Assert.True(await call.WriteBodyAsync(Encoding.ASCII.GetBytes($"message {i}")));
            int count = await call.ReadBodyAsync(buffer);
            Assert.Equal($"message {i}", Encoding.ASCII.GetString(buffer, 0, count));
        }

        call.EndBody();
        Assert.Equal(0, await call.ReadBodyAsync(buffer));
    }

    [Fact]
    public async Task Awaits_come_back_to_the_loop()
    {
        await using var origin = await OriginFixture.StartAsync(async context =>
        {
            byte[] buffer = new byte[100];
            while (await context.Request.Body.ReadAsync(buffer) > 0)
            {
                await context.Response.Body.WriteAsync(buffer);
            }
        });
        using var client = Client();
        using var loops = LoopGroup.Start(1);
        var loop = loops.Loops[0];

        bool isAlwaysOnLoop = await loop.RunAsync(async () =>
        {
            using var call = client.NewCall();
            var sending = call.SendAsync(Request(origin.EndPoint, hasBody: true), new ResponseMessage());
            await call.WriteBodyAsync(new byte[10]);
            bool isOnLoop = loop.IsCurrent;
            call.EndBody();
            await sending;
            isOnLoop &= loop.IsCurrent;
            while (await call.ReadBodyAsync(new byte[10]) > 0)
            {
                isOnLoop &= loop.IsCurrent;
            }

            return isOnLoop && loop.IsCurrent;
        });

        Assert.True(isAlwaysOnLoop);
    }

    [Fact]
    public async Task Upstream_that_does_not_read_stops_the_writer()
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var origin = await OriginFixture.StartAsync(_ => stop.Task);
        using var client = Client();
        using var call = client.NewCall();
        var sending = call.SendAsync(Request(origin.EndPoint, hasBody: true), new ResponseMessage());
        long total = 0;
        while (true)
        {
            var write = call.WriteBodyAsync(new byte[64 * 1024]).AsTask();
            if (await Eventually.StallsAsync(write))
            {
                break;
            }

            Assert.True(await write);
            total += 64 * 1024;
            Assert.True(total < 16 * 1024 * 1024, "no back-pressure");
        }

        call.Abort();
        stop.SetResult();
        Assert.Equal(UpstreamOutcome.Aborted, await sending);
    }

    [Fact]
    public async Task Connections_are_bounded_and_shared()
    {
        await using var origin = await OriginFixture.StartAsync(_ => Task.CompletedTask);
        using var client = Client(limits: new Http2ClientLimits { MaxConnections = 1 });
        for (int i = 0; i < 5; i++)
        {
            using var call = client.NewCall();
            Assert.Equal(UpstreamOutcome.Success, await call.SendAsync(Request(origin.EndPoint), new ResponseMessage()));
        }

        Assert.Equal(1, client.OpenConnections);
        await using var other = await OriginFixture.StartAsync(_ => Task.CompletedTask);
        using var refused = client.NewCall();
        Assert.Equal(UpstreamOutcome.ConnectFailed, await refused.SendAsync(Request(other.EndPoint), new ResponseMessage()));
    }

    private static HeaderMap Fields(params string[] lines)
    {
        var map = new HeaderMap();
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            map.Add(Encoding.ASCII.GetBytes(line[..colon]), Encoding.ASCII.GetBytes(line[(colon + 2)..]));
        }

        return map;
    }

    private static async Task<string> ReadAsync(Http2UpstreamCall call)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[3];
        int count;
        while ((count = await call.ReadBodyAsync(buffer)) > 0)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        Assert.Equal(0, count);
        return text.ToString();
    }
}
