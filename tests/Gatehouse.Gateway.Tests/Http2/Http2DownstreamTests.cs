using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Http2;

public class Http2DownstreamTests
{
    private static readonly HeaderName GrpcStatus = new("grpc-status");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_over_an_adopted_connection_is_answered_on_its_loop(bool tls)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync, tls: tls);
        using var client = fixture.Client();
        using var message = new HttpRequestMessage(HttpMethod.Get, "/a%2fb//c?x=1&y=%20") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.TryAddWithoutValidation("X-Two", ["one", "two"]);

        using var answer = await client.SendAsync(message);

        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.Equal($"GET 127.0.0.1:{fixture.EndPoint.Port} /a%2fb//c?x=1&y=%20 None", answer.Headers.GetValues("X-Seen").Single());
        Assert.Equal("yes", answer.Headers.GetValues("X-On-Loop").Single());
        Assert.Contains("one", answer.Headers.GetValues("echo-X-Two").First(), StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("echo-:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_of_several_windows_comes_back_whole(bool tls)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync, tls: tls);
        using var client = fixture.Client();
        byte[] body = new byte[3_000_000];
        new Random(7).NextBytes(body);

        using var answer = await client.PostAsync("/", new DuplexContent(body));

        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Many_streams_on_one_connection_do_not_mix()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        using var client = fixture.Client();

        var bodies = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            async i => await (await client.PostAsync($"/{i}", new StringContent($"body {i}"))).Content.ReadAsStringAsync()));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"body {i}"), bodies);
    }

    [Fact]
    public async Task Trailers_follow_the_body()
    {
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            downstream.WriteHead(new ResponseMessage { Status = 200 }, hasBody: true);
            "hello"u8.CopyTo(downstream.GetBodyMemory(5).Span);
            downstream.AdvanceBody(5);
            var trailers = new HeaderMap();
            trailers.Add(GrpcStatus, "0");
            Assert.True(await downstream.CompleteAsync(trailers));
        });
        using var client = fixture.Client();

        using var answer = await client.GetAsync("/");

        Assert.Equal("hello", await answer.Content.ReadAsStringAsync());
        Assert.Equal("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task Answer_without_body_and_trailers_in_its_head_ends_the_stream()
    {
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            var response = new ResponseMessage { Status = 200 };
            response.Headers.Add(GrpcStatus, "12");
            downstream.WriteHead(response, hasBody: false);
            await downstream.CompleteAsync(null);
        });
        using var client = fixture.Client();

        using var answer = await client.GetAsync("/");

        Assert.Equal("12", answer.Headers.GetValues("grpc-status").Single());
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Abort_in_the_middle_of_a_body_is_no_end_of_it()
    {
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            downstream.WriteHead(new ResponseMessage { Status = 200 }, hasBody: true);
            downstream.AdvanceBody(downstream.GetBodyMemory(10).Span[..10].Length);
            await downstream.FlushAsync();
            downstream.Abort();
        });
        using var client = fixture.Client();

        using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Handler_that_throws_or_forgets_to_answer_resets_the_stream()
    {
        await using var fixture = await Http2Fixture.StartAsync(downstream =>
        {
            var request = new RequestMessage();
            downstream.ReadRequest(request);
            return request.RawPath.SequenceEqual("/throw"u8) ? throw new InvalidTimeZoneException("planned") : ValueTask.CompletedTask;
        });
        using var client = fixture.Client();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/throw"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/forget"));
    }

    [Fact]
    public async Task Body_shorter_than_declared_resets_the_stream()
    {
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            downstream.WriteHead(new ResponseMessage { Status = 200, ContentLength = 10 }, hasBody: true);
            "short"u8.CopyTo(downstream.GetBodyMemory(5).Span);
            downstream.AdvanceBody(5);
            await downstream.CompleteAsync(null);
        });
        using var client = fixture.Client();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/"));
    }

    [Fact]
    public async Task Client_that_cancels_is_noticed()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var noticed = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            begun.SetResult();
            int count = await downstream.ReadBodyAsync(new byte[100]);
            noticed.SetResult(downstream.IsAborted && downstream.Aborted.IsCancellationRequested ? count : 1000);
        });
        using var client = fixture.Client();
        using var cancel = new CancellationTokenSource();
        var sending = client.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/") { Content = new DuplexContent([], endless: true), Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
            cancel.Token);
        await begun.Task;

        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(-1, await noticed.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Client_that_does_not_read_stops_the_writer()
    {
        var written = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            downstream.WriteHead(new ResponseMessage { Status = 200 }, hasBody: true);
            long total = 0;
            while (true)
            {
                downstream.AdvanceBody(downstream.GetBodyMemory(16384).Length);
                total = downstream.BytesSent;
                var flush = downstream.FlushAsync();
                var pending = flush.AsTask();
                if (await Eventually.StallsAsync(pending))
                {
                    written.TrySetResult(total);
                    return;
                }

                if (!await pending)
                {
                    return;
                }
            }
        });
        using var client = fixture.Client();

        using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);

        Assert.InRange(await written.Task.WaitAsync(TimeSpan.FromSeconds(10)), 64 * 1024, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task Cookies_sent_apart_and_bytes_above_ascii_arrive_unchanged()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1, ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1 };
        using var invoker = new HttpMessageInvoker(handler);
        using var message = new HttpRequestMessage(HttpMethod.Get, fixture.Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.TryAddWithoutValidation("Cookie", ["a=1", "b=2"]);
        message.Headers.TryAddWithoutValidation("X-Bytes", "\u00e9\u00ff");

        using var answer = await invoker.SendAsync(message, CancellationToken.None);

        Assert.Equal("a=1; b=2", answer.Headers.GetValues("echo-Cookie").Single());
        Assert.Equal("\u00e9\u00ff", answer.Headers.GetValues("echo-X-Bytes").Single());
    }

    [Fact]
    public async Task Stop_lets_a_stream_finish_and_then_ends_the_connection()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fixture = await Http2Fixture.StartAsync(async downstream =>
        {
            downstream.ReadRequest(new RequestMessage());
            begun.SetResult();
            await release.Task;
            downstream.WriteHead(new ResponseMessage { Status = 204 }, hasBody: false);
            await downstream.CompleteAsync(null);
        });
        using var client = fixture.Client();
        var pending = client.GetAsync("/");
        await begun.Task;

        var stopping = fixture.Server.StopAsync(CancellationToken.None);
        release.SetResult();

        Assert.Equal(HttpStatusCode.NoContent, (await pending).StatusCode);
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        await fixture.Channels.Single().Closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Request_trailers_reach_the_message()
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, RawHttp2Client.Get("POST"), endStream: false);
        await peer.SendDataAsync(1, "abc"u8.ToArray(), endStream: false);
        await peer.SendHeadersAsync(1, [("x-sum", "9")], endStream: true);

        var seen = await peer.ReadStreamAsync(1);

        Assert.Equal("abc", seen.Body);
        Assert.True(seen.IsEnded);
        Assert.Equal(2, seen.HeaderBlocks);
    }
}
