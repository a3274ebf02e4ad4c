using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Our limits in Kestrel's terms.</summary>
internal static class KestrelSettings
{
    public static KestrelServerOptions From(Http2ServerLimits limits, EndPoint endPoint)
    {
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,

            // Field values are bytes to us: Latin-1 maps each to one character and back. Hygiene judges them.
            RequestHeaderEncodingSelector = static name => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                ? ContentLengthEncoding.Instance
                : Encoding.Latin1,
            ResponseHeaderEncodingSelector = static _ => Encoding.Latin1,
        };

        var all = options.Limits;
        all.MaxRequestBodySize = null;
        all.MaxRequestHeaderCount = limits.MaxHeaders;
        all.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        all.MaxRequestLineSize = limits.MaxTargetBytes;
        all.MaxResponseBufferSize = limits.MaxResponseBufferBytes;
        all.KeepAliveTimeout = limits.KeepAlive;
        all.RequestHeadersTimeout = limits.HeaderTimeout;
        all.MinRequestBodyDataRate = all.MinResponseDataRate =
            limits.MinBytesPerSecond > 0 ? new MinDataRate(limits.MinBytesPerSecond, limits.DataRateGrace) : null;

        var http2 = all.Http2;
        http2.MaxStreamsPerConnection = limits.MaxStreams;
        http2.MaxRequestHeaderFieldSize = limits.MaxTargetBytes;
        http2.InitialStreamWindowSize = limits.StreamWindowBytes;
        http2.InitialConnectionWindowSize = limits.ConnectionWindowBytes;
        http2.KeepAlivePingDelay = limits.PingAfter;
        http2.KeepAlivePingTimeout = limits.PingTimeout;

        options.Listen(endPoint, static listen => listen.Protocols = HttpProtocols.Http2);
        return options;
    }
}
