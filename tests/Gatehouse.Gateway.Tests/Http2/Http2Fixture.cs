using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>A listener of our own whose connections the HTTP/2 server adopts, as the gateway's listeners do.</summary>
internal sealed class Http2Fixture : IAsyncDisposable
{
    /// <summary>Self-signed, for localhost.</summary>
    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    private static readonly SslServerAuthenticationOptions ServerTls = TlsServerOptions.Create(
        SslStreamCertificateContext.Create(Certificate, null, offline: true), TlsServerOptions.DefaultProtocols, [SslApplicationProtocol.Http2]);

    private readonly LoopGroup _loops = LoopGroup.Start(1);
    private readonly ChannelListener _listener;
    private readonly bool _tls;

    private Http2Fixture(IHttp2ExchangeHandler handler, Http2ServerLimits? limits, bool tls)
    {
        _tls = tls;
        Server = new KestrelHttp2Server(handler, limits ?? new Http2ServerLimits(), NullLoggerFactory.Instance);
        _listener = _loops.Listen(new IPEndPoint(IPAddress.Loopback, 0), new ListenOptions(), channel => _ = AdoptAsync(channel));
    }

    public KestrelHttp2Server Server { get; }

    public ConcurrentQueue<WatchedChannel> Channels { get; } = [];

    public IPEndPoint EndPoint => _listener.EndPoint;

    public Uri Address => new($"{(_tls ? "https" : "http")}://127.0.0.1:{EndPoint.Port}");

    public static async Task<Http2Fixture> StartAsync(
        Func<Http2Downstream, ValueTask> handle, Http2ServerLimits? limits = null, bool tls = false)
    {
        var fixture = new Http2Fixture(new Handler(handle), limits, tls);
        await fixture.Server.StartAsync();
        return fixture;
    }

    public HttpClient Client()
        => new(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, seen, _, _) => seen!.Equals(Certificate) },
        })
        {
            BaseAddress = Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(20),
        };

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Server.DisposeAsync();
        _loops.Dispose();
        Assert.DoesNotContain(Channels, c => c.WasMisused);
    }

    private async Task AdoptAsync(Channel accepted)
    {
        var channel = accepted;
        if (_tls)
        {
            var handshake = await TlsHandshake.AcceptAsync(accepted, _ => ServerTls, 10_000);
            if (handshake.Channel is null)
            {
                return;
            }

            channel = handshake.Channel;
        }

        else
        {
            // What a listener does that looks for the preface: some of it is read already.
            byte[] seen = new byte[9];
            int count = await channel.ReadAsync(seen);
            channel = new PrefixedChannel(channel, seen.AsMemory(0, Math.Max(0, count)));
        }

        var watched = new WatchedChannel(channel);
        Channels.Enqueue(watched);
        var info = new ClientConnection
        {
            RemoteAddress = accepted.RemoteEndPoint!.Address,
            RemotePort = accepted.RemoteEndPoint.Port,
            LocalAddress = IPAddress.Loopback,
            LocalPort = EndPoint.Port,
            IsTls = _tls,
        };
        if (Server.Adopt(watched, info) is null)
        {
            watched.Close();
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Handler(Func<Http2Downstream, ValueTask> handle) : IHttp2ExchangeHandler
    {
        public ValueTask HandleAsync(Http2Downstream downstream) => handle(downstream);
    }
}
