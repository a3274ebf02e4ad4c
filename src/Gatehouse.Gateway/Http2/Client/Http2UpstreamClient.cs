using System.Net;
using System.Text;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>
/// HTTP/2 connections of one TLS identity (or of plaintext with prior knowledge), over <see cref="SocketsHttpHandler"/>. Made
/// when a snapshot is built; connections are shared by all loops.
/// </summary>
internal sealed class Http2UpstreamClient : IDisposable
{
    private readonly ConnectionQuota _quota;
    private readonly HttpMessageInvoker _invoker;

    public Http2UpstreamClient(TlsClientSettings? tls, Http2ClientLimits limits, TimeProvider clock)
    {
        IsSecure = tls is not null;
        Clock = clock;
        _quota = new ConnectionQuota(limits.MaxConnections);
        _invoker = new HttpMessageInvoker(Handler(limits, new Http2Connector(tls, _quota)));
    }

    /// <summary>Whether connections speak TLS.</summary>
    public bool IsSecure { get; }

    /// <summary>Connections open now.</summary>
    public int OpenConnections => _quota.Open;

    internal TimeProvider Clock { get; }

    /// <summary>A call that has not been sent. One request each.</summary>
    public Http2UpstreamCall NewCall() => new(this);

    public void Dispose() => _invoker.Dispose();

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        => _invoker.SendAsync(request, cancellation);

    private static SocketsHttpHandler Handler(Http2ClientLimits limits, Http2Connector connector)
        => new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = limits.MaxConnections,
            MaxResponseHeadersLength = limits.MaxHeaderKibibytes,
            InitialHttp2StreamWindowSize = limits.StreamWindowBytes,
            PooledConnectionIdleTimeout = limits.IdleTimeout,
            KeepAlivePingDelay = limits.PingAfter,
            KeepAlivePingTimeout = limits.PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = connector.ConnectAsync,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        };
}
