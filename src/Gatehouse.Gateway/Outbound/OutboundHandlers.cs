using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Outbound;

/// <summary>
/// The handlers behind the client, one for each reach and each answer to whether certificates are verified: a connection is only
/// used again for calls under the rules it was made under.
/// </summary>
internal sealed class OutboundHandlers : IDisposable
{
    private readonly OutboundConnector _connector;
    private readonly OutboundOptions _options;
    private readonly HttpMessageInvoker[] _invokers;

    public OutboundHandlers(OutboundConnector connector, OutboundOptions options)
    {
        _connector = connector;
        _options = options;
        _invokers = [.. Enum.GetValues<OutboundReach>().SelectMany(r => new[] { Create(r, verify: false), Create(r, verify: true) })];
    }

    /// <summary>The one for a call.</summary>
    public HttpMessageInvoker For(OutboundReach reach, bool verifyTls) => _invokers[((int)reach * 2) + (verifyTls ? 1 : 0)];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var invoker in _invokers)
        {
            invoker.Dispose();
        }
    }

    private HttpMessageInvoker Create(OutboundReach reach, bool verify) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        MaxResponseHeadersLength = 32,
        MaxConnectionsPerServer = _options.CallsPerHost,
        PooledConnectionLifetime = _options.ConnectionLifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        ActivityHeadersPropagator = null,
        SslOptions = TlsClientOptions.For(new TlsClientSettings
        {
            ServerName = "",
            Verify = verify,
            TrustedRoots = _options.TrustedRoots,
            VerifyDepth = _options.VerifyDepth,
        }),
        ConnectCallback = (context, cancellation) => _connector.ConnectAsync(context.DnsEndPoint, reach, cancellation),
    });
}
