using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>Answers that plugins send on without their body, beside a body filter.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class DroppedBodyTests : IAsyncLifetime
{
    private readonly ScriptedOrigin _origin = ScriptedOrigin.Start(ServeAsync);
    private KestrelOrigin _calls = null!;
    private GatewayRuntime _gateway = null!;

    public async Task InitializeAsync()
    {
        _calls = await KestrelOrigin.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        _gateway = new GatewayRuntime(
            new GatewayRuntimeOptions
            {
                Settings = new GatewaySettings(),
                Loops = 1,
                DefaultCertificate = certificate,
                AccessLog = "off",
                NodeId = Guid.Empty,
                Plugins = new BuiltInPlugins(new DroppingPluginFactory()),
            },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        Assert.Empty(await _gateway.Target.ApplyAsync(
            new ConfigSet
            {
                Hash = "1".PadLeft(32, '0'),
                Services =
                [
                    new ServiceConfig { Id = "s", Name = "s", Host = "127.0.0.1", Port = _origin.Port },
                    new ServiceConfig { Id = "g", Name = "g", Protocol = "grpc", Host = "127.0.0.1", Port = _calls.Http2Port },
                ],
                Routes =
                [
                    new RouteConfig { Id = "r", Name = "r", Paths = ["/"], StripPath = false, ServiceId = "s" },
                    new RouteConfig { Id = "c", Name = "c", Paths = ["/echo.Service/"], Protocols = ["grpc", "grpcs"], ServiceId = "g" },
                ],
                Plugins = [new PluginConfig { Id = "p", Name = "dropping", Config = [] }],
            },
            CancellationToken.None));
        await _gateway.StartAsync([new ProxyListenerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Http2 = true }], CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _calls.DisposeAsync();
        await _origin.DisposeAsync();
    }

    // What the origin sends at once is read away and its connection kept; what is large or does not come closes it.
    [Theory]
    [InlineData("/small", "upstream head", "GET", 1)]
    [InlineData("/small", "response head", "GET", 1)]
    [InlineData("/chunked", "response head", "GET", 1)]
    [InlineData("/empty", "response head", "GET", 1)]
    [InlineData("/nothing", "response head", "GET", 1)]
    [InlineData("/head", "upstream head", "HEAD", 1)]
    [InlineData("/large", "response head", "GET", 2)]
    [InlineData("/missing", "upstream head", "GET", 2)]
    [InlineData("/broken", "upstream head", "GET", 2)]
    public async Task Dropped_body_leaves_both_connections_fit_or_closed(string path, string phase, string method, int connections)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.EndPoints[0].Port);

        var dropped = await client.ExchangeAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nX-Drop: {phase}\r\n\r\n", method);

        Assert.Equal((429, "", "0", null), (dropped.Status, dropped.Text, dropped.Header("Content-Length"), dropped.Header("Content-Type")));
        var whole = await client.ExchangeAsync("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal((200, "small!"), (whole.Status, whole.Text));
        Assert.Equal(connections, _origin.Connections.Count);
    }

    [Fact]
    public async Task Dropped_body_ends_an_http_1_0_answer()
    {
        await using var client = await RawClient.ConnectAsync(_gateway.EndPoints[0].Port);

        var dropped = await client.ExchangeAsync("GET /large HTTP/1.0\r\nHost: a\r\nX-Drop: response head\r\n\r\n");

        Assert.Equal((429, "", "0"), (dropped.Status, dropped.Text, dropped.Header("Content-Length")));
        await client.WaitUntilClosedAsync();
    }

    [Theory]
    [InlineData("upstream head")]
    [InlineData("response head")]
    public async Task Dropped_body_ends_a_stream_of_http2(string phase)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (string path in new[] { "/small", "/large", "/missing", "/chunked" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{_gateway.EndPoints[0]}{path}")
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Headers = { { "X-Drop", phase } },
            };
            using var response = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.TooManyRequests, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Dropped_body_is_an_answer_that_a_grpc_client_understands()
    {
        using var client = new HttpClient();
        foreach (string path in new[] { "/small", "/large", "/echo.Service/Do" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{_gateway.EndPoints[0]}{path}")
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Headers = { { "X-Drop", "upstream head" }, { "TE", "trailers" } },
                Content = new ByteArrayContent(new byte[200_000]) { Headers = { { "Content-Type", "application/grpc" } } },
            };
            using var response = await client.SendAsync(request);
            Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
            string? status = response.Headers.TryGetValues("grpc-status", out var head) ? head.Single() : response.TrailingHeaders.GetValues("grpc-status").Single();
            Assert.Equal("8", status);
        }
    }

    private static async Task ServeAsync(ScriptedConnection connection)
    {
        while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
        {
            await connection.SendAsync(AnswerOf(request));
            if (request.Target == "/broken")
            {
                return;
            }
        }
    }

    private static string AnswerOf(HttpMessage request) => request.Target switch
    {
        "/chunked" => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nsmall\r\n0\r\nX-T: 1\r\n\r\n",
        "/empty" => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "/nothing" => "HTTP/1.1 204 No Content\r\n\r\n",
        "/head" => "HTTP/1.1 200 OK\r\nContent-Length: 7000\r\n\r\n",
        "/large" => "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + new string('l', 300_000),
        "/missing" or "/broken" => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst",
        _ => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsmall",
    };
}
