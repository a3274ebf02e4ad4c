using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using Gatehouse.TestKit.Certificates;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.TestKit.Tests.Origins;

public class OriginTests
{
    [Fact]
    public async Task Echo_tells_headers_in_order_and_spelling()
    {
        await using var origin = EchoOrigin.Start();
        await using var client = await RawClient.ConnectAsync(origin.Port);
        var response = await client.ExchangeAsync("POST /p?q=1 HTTP/1.1\r\nhOsT: a\r\nX-b: 2\r\nx-B: 1\r\nContent-Length: 3\r\n\r\nabc");
        var echo = Echo.Parse(response.Text);
        Assert.Equal(("POST", "/p?q=1", 3), (echo.Method, echo.Target, echo.BodyLength));
        Assert.Equal([new("hOsT", "a"), new("X-b", "2"), new("x-B", "1"), new("Content-Length", "3")], echo.Headers);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", echo.BodySha256);
    }

    [Fact]
    public async Task Script_may_cut_an_answer_short_by_close_or_reset()
    {
        await using var origin = ScriptedOrigin.Start(
            async c =>
            {
                await c.ReadRequestAsync();
                await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            },
            async c =>
            {
                await c.ReadRequestAsync();
                c.Reset();
            });
        await using var first = await RawClient.ConnectAsync(origin.Port);
        await Assert.ThrowsAsync<HttpSyntaxException>(() => first.ExchangeAsync("GET / HTTP/1.1\r\n\r\n"));
        await using var second = await RawClient.ConnectAsync(origin.Port);
        await Assert.ThrowsAsync<IOException>(() => second.ExchangeAsync("GET / HTTP/1.1\r\n\r\n"));
        Assert.Equal("GET / HTTP/1.1\r\n\r\n", Encoding.Latin1.GetString(origin.Connections[0].Received));
    }

    [Fact]
    public async Task Stalled_script_ends_with_the_origin()
    {
        await using var client = await StalledAsync();
        await client.WaitUntilClosedAsync();
        Assert.NotNull(client.LocalEndPoint);
    }

    [Fact]
    public async Task Nginx_answers_and_is_gone_afterwards()
    {
        int port;
        await using (var origin = await NginxOrigin.StartAsync())
        {
            port = origin.Port;
            await using var client = await RawClient.ConnectAsync(port);
            var response = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal((200, 100), (response.Status, response.Body.Length));
            Assert.True(origin.Process.ResidentBytes > 0 && origin.Process.OpenFiles > 0);
        }

        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => RawClient.ConnectAsync(port));
    }

    [Fact]
    public async Task Kestrel_echoes_frames_and_sends_trailers()
    {
        await using var origin = await KestrelOrigin.StartAsync();
        using var socket = new ClientWebSocket();
        await Eventually.EndsAsync(socket.ConnectAsync(new Uri($"ws://127.0.0.1:{origin.Http1Port}/ws"), CancellationToken.None), "the handshake");
        await socket.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[8];
        var frame = await Eventually.EndsAsync(socket.ReceiveAsync(buffer, CancellationToken.None), "the echo");
        Assert.Equal("hi", Encoding.UTF8.GetString(buffer, 0, frame.Count));

        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new ByteArrayContent("body"u8.ToArray());
        using var response = await client.PostAsync(new Uri($"http://127.0.0.1:{origin.Http2Port}/s/m"), content);
        Assert.Equal("body", await response.Content.ReadAsStringAsync());
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Issued_leaf_serves_tls_for_its_name(bool rsa)
    {
        using var authority = new TestAuthority();
        using var leaf = authority.Issue(["gate.example", "127.0.0.1"], rsa).ToCertificate();
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var accepted = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(accepted.GetStream());
            await tls.AuthenticateAsServerAsync(leaf);
            await tls.WriteAsync("ok"u8.ToArray());
        });

        using var policy = new AuthorityTrust(authority);
        await using var client = await RawClient.ConnectTlsAsync(((IPEndPoint)listener.LocalEndpoint).Port, new SslClientAuthenticationOptions
        {
            TargetHost = "gate.example",
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => policy.Accepts(certificate!) && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
        });
        Assert.Equal("ok", Encoding.ASCII.GetString(await client.ReadToEndAsync()));
        await Eventually.EndsAsync(serving, "the server");
    }

    private static async Task<RawClient> StalledAsync()
    {
        await using var origin = ScriptedOrigin.Start(c => c.StallAsync());
        var client = await RawClient.ConnectAsync(origin.Port);
        await origin.ConnectionAsync(0);
        return client;
    }
}
