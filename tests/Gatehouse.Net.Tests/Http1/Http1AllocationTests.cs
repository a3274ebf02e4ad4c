using System.Diagnostics;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Http1;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Net.Tests.Http1;

public class Http1AllocationTests(ITestOutputHelper output)
{
    private const int Requests = 10_000;

    /// <summary>What a browser sends: 12 fields, about 600 bytes.</summary>
    private static readonly byte[] BrowserRequest =
        """
        GET /assets/app.js?v=20261121 HTTP/1.1
        Host: shop.example.com
        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36
        Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
        Accept-Language: en-GB,en;q=0.9,de;q=0.8
        Accept-Encoding: gzip, deflate, br, zstd
        Referer: https://shop.example.com/catalogue/page/7
        Connection: keep-alive
        Cookie: session=0123456789abcdef0123456789abcdef; consent=all; theme=dark
        Sec-Fetch-Dest: script
        Sec-Fetch-Mode: no-cors
        Sec-Fetch-Site: same-origin


        """.ReplaceLineEndings("\r\n").Select(c => (byte)c).ToArray();

    private static readonly byte[] Response =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n".Select(c => (byte)c).Concat(new byte[100]).ToArray();

    private static readonly byte[] Post =
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n".Select(c => (byte)c).ToArray();

    [Fact]
    public void Server_keepAliveRequests_allocateNothing()
    {
        var server = new ServerRig();
        Assert.Equal(0, Measure("server", () => server.Exchange(BrowserRequest)));
        Assert.Equal(0, Measure("server, body", () => server.Exchange(Post)));
    }

    [Fact]
    public void Server_manyConnectionsWaitingTogether_allocateNothing()
    {
        var loop = new SimulatedLoop();
        ServerRig[] servers = [.. Enumerable.Range(0, 64).Select(_ => new ServerRig(loop))];
        Assert.Equal(0, Measure("64 servers", () =>
        {
            foreach (ServerRig server in servers)
            {
                server.Send(Post.AsMemory(0, 60));
            }

            loop.RunUntilIdle();
            foreach (ServerRig server in servers)
            {
                server.Send(Post.AsMemory(60));
            }

            loop.RunUntilIdle();
            foreach (ServerRig server in servers)
            {
                server.TakeAnswer();
            }
        }, rounds: 500));
    }

    [Fact]
    public void Client_pooledRequests_allocateNothing()
    {
        var loop = new SimulatedLoop();
        var connector = new SimulatedConnector();
        var pool = new Http1ConnectionPool(loop, connector, new Http1PoolLimits { MaxRequests = 0 });
        var key = new Http1PoolKey(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1), null);
        var sink = new CountingSink();
        var buffer = new byte[4096];
        Assert.Equal(0, Measure("client", () =>
        {
            Http1ClientConnection connection = pool.RentAsync(key, 1000).GetAwaiter().GetResult().Connection!;
            connection.StartHead("GET"u8, "/a"u8);
            connection.WriteHeader("Host"u8, "x"u8);
            connection.EndHead(Http1BodyKind.None, 0);
            connection.CompleteAsync().GetAwaiter().GetResult();
            ValueTask<Http1ResponseResult> head = connection.ReadHeadAsync(sink);
            connector.Upstreams[0].Inbox.Take(buffer);
            connector.Upstreams[0].WriteAsync(Response.AsMemory(0, 100)).GetAwaiter().GetResult();
            loop.RunUntilIdle();
            Assert.True(head.GetAwaiter().GetResult() == Http1ResponseResult.Final);
            while (connection.HasBufferedBody && connection.ReadBodyAsync(buffer).GetAwaiter().GetResult() > 0)
            {
            }

            ValueTask<int> body = connection.ReadBodyAsync(buffer);
            connector.Upstreams[0].WriteAsync(Response.AsMemory(100)).GetAwaiter().GetResult();
            loop.RunUntilIdle();
            Assert.True(body.GetAwaiter().GetResult() > 0);
            pool.Return(key, connection);
            Assert.True(pool.IdleCount == 1);
        }));
    }

    [Fact]
    public void Parser_browserRequest_allocatesNothing()
    {
        (SimulatedChannel client, SimulatedChannel server) = SimulatedChannel.CreatePair(new SimulatedLoop());
        var inbound = new Http1Inbound(server);
        var head = new Http1RequestHead(new Http1ServerLimits());
        var application = new MinimalApplication();
        Assert.Equal(0, Measure("head", () =>
        {
            client.WriteAsync(BrowserRequest).GetAwaiter().GetResult();
            inbound.TryFill();
            head.Reset();
            Assert.True(head.Parse(inbound, application) == Http1HeadStatus.Complete);
        }));
    }

    private long Measure(string what, Action exchange, int rounds = Requests)
    {
        for (int i = 0; i < 2000; i++)
        {
            exchange();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            exchange();
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{what}: {elapsed.TotalNanoseconds / rounds:0} ns and {(double)allocated / rounds} B per round");
        return allocated;
    }

    private sealed class CountingSink : IHttp1ResponseSink
    {
        private int _fields;

        public void OnStatusLine(int status, int minorVersion) => _fields++;

        public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _fields++;

        public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _fields++;
    }

    private sealed class ServerRig
    {
        private readonly SimulatedLoop _loop;
        private readonly SimulatedChannel _client;
        private readonly byte[] _answer = new byte[4096];

        public ServerRig(SimulatedLoop? loop = null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
            _loop = loop ?? new SimulatedLoop();
            (_client, SimulatedChannel server) = SimulatedChannel.CreatePair(_loop);
            var limits = new Http1ServerLimits { MaxRequestsPerConnection = int.MaxValue };
            _ = new Http1ServerConnection(server, new MinimalApplication(), limits).RunAsync();
        }

        public void Send(ReadOnlyMemory<byte> bytes) => _client.WriteAsync(bytes).GetAwaiter().GetResult();

        public void TakeAnswer() => Assert.True(_client.Inbox.Take(_answer) > 50);

        public void Exchange(ReadOnlyMemory<byte> request)
        {
            Send(request);
            _loop.RunUntilIdle();
            TakeAnswer();
        }
    }
}
