namespace Gatehouse.Gateway.Http2.Client;

/// <summary>Bounds of HTTP/2 connections to upstreams.</summary>
internal sealed record Http2ClientLimits
{
    /// <summary>Open connections per TLS identity, over all peers. Default 1024.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>KiB of the fields of an answer. Default 32.</summary>
    public int MaxHeaderKibibytes { get; init; } = 32;

    /// <summary>A connection without a stream is closed after this. Default 60 s (Kong: upstream_keepalive_idle_timeout).</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes an upstream may send on a stream before they are read. Default 256 KiB.</summary>
    public int StreamWindowBytes { get; init; } = 256 * 1024;

    /// <summary>With streams open, a silent connection is pinged after this. Default 30 s.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>…and given up when no sign of life comes within this. Default 20 s.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
