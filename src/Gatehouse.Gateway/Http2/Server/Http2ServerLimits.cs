using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>Bounds on what one HTTP/2 client may cost. Head limits equal those of HTTP/1.1.</summary>
internal sealed record Http2ServerLimits
{
    /// <summary>Streams open at a time on a connection. Default 100 (RFC 9113 §6.5.2 recommends no less; Envoy's edge guide no more).</summary>
    public int MaxStreams { get; init; } = 100;

    /// <summary>Header fields of a request. Default 100.</summary>
    public int MaxHeaders { get; init; } = 100;

    /// <summary>Bytes of all names and values of a request after HPACK. Default 32 KiB.</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Bytes of the request target. Default 16 KiB.</summary>
    public int MaxTargetBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes a client may send on one stream before they are read. Default 256 KiB.</summary>
    public int StreamWindowBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes a client may send on all streams together before they are read. Default 1 MiB.</summary>
    public int ConnectionWindowBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of answers held for a client that does not read. Default 64 KiB per stream.</summary>
    public int MaxResponseBufferBytes { get; init; } = 64 * 1024;

    /// <summary>A connection without a stream is closed after this. Default 75 s (nginx: keepalive_timeout).</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Time for the header blocks of a request. Default 30 s.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A silent connection is asked for a sign of life after this. Default 30 s.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>…and closed when none comes within this. Default 20 s.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Slowest body, either way, bytes per second, after <see cref="DataRateGrace"/>; 0 = no limit. Default 240 (Kestrel).</summary>
    public double MinBytesPerSecond { get; init; } = 240;

    /// <summary>Time before <see cref="MinBytesPerSecond"/> counts. Default 5 s.</summary>
    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The limits that a node sets for HTTP/1.1, in HTTP/2's terms; Kestrel knows no time-out of 0.</summary>
    public static Http2ServerLimits From(Http1ServerLimits http1) => new()
    {
        MaxHeaders = http1.MaxHeaders,
        MaxHeaderBytes = http1.MaxHeaderBytes,
        MaxTargetBytes = http1.MaxRequestLineBytes,
        KeepAlive = TimeSpan.FromMilliseconds(Math.Max(http1.KeepAliveTimeoutMilliseconds, 1000)),
        HeaderTimeout = TimeSpan.FromMilliseconds(Math.Max(http1.HeaderTimeoutMilliseconds, 1000)),
        MinBytesPerSecond = http1.MinBodyBytesPerSecond,
        DataRateGrace = TimeSpan.FromMilliseconds(Math.Max(http1.MinBodyRateGraceMilliseconds, 1001)),
    };

    /// <summary>What the frames of a connection may cost.</summary>
    public FrameLimits Frames { get; init; } = new();
}
