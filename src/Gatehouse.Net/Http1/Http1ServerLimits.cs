namespace Gatehouse.Net.Http1;

/// <summary>
/// Limits of a server connection. Each exists because without it one peer could hold memory, a connection or processor time
/// of the gateway at next to no cost to itself.
/// </summary>
public sealed record Http1ServerLimits
{
    /// <summary>Longest request line with its CRLF, bytes. Default 16384: long enough for single-sign-on redirects (nginx allows 8 KiB, Kong documents 16 KiB set-ups).</summary>
    public int MaxRequestLineBytes { get; init; } = 16 * 1024;

    /// <summary>Longest method, bytes. Default 32: the longest registered one (UPDATEREDIRECTREF) has 17.</summary>
    public int MaxMethodBytes { get; init; } = 32;

    /// <summary>All header lines of a request together with their CRLFs, bytes. Default 32768 (nginx: 4 × 8 KiB).</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Header fields of a request. Default 100 (Kestrel's figure; every field costs a row in later tables).</summary>
    public int MaxHeaders { get; init; } = 100;

    /// <summary>All trailer lines of a request together, bytes. Default 8192: trailers carry checksums, not content.</summary>
    public int MaxTrailerBytes { get; init; } = 8 * 1024;

    /// <summary>Extension bytes of one chunk. Default 256: nobody uses them but attackers (RFC 9112 §7.1.1 asks for a limit).</summary>
    public int MaxChunkExtensionBytes { get; init; } = 256;

    /// <summary>Extension bytes of all chunks of one body. Default 8192: bounds what one-byte chunks with extensions can amplify.</summary>
    public int MaxTotalChunkExtensionBytes { get; init; } = 8 * 1024;

    /// <summary>Largest request body, bytes, unless the application sets another for its request. Default: no limit (Kong: client_max_body_size 0).</summary>
    public long MaxRequestBodyBytes { get; init; } = long.MaxValue;

    /// <summary>From the first byte of a head to its last, milliseconds; also the wait for the first byte of a new connection. Default 10000 (HAProxy's usual timeout http-request).</summary>
    public int HeaderTimeoutMilliseconds { get; init; } = 10_000;

    /// <summary>Idle time between two requests, milliseconds. Default 75000 (nginx keepalive_timeout).</summary>
    public int KeepAliveTimeoutMilliseconds { get; init; } = 75_000;

    /// <summary>Longest wait for the next byte of a request body, milliseconds. Default 60000 (nginx client_body_timeout).</summary>
    public int BodyTimeoutMilliseconds { get; init; } = 60_000;

    /// <summary>Slowest body accepted, bytes per second of time spent waiting for the client; 0 = no minimum. Default 240 (Kestrel's figure).</summary>
    public int MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>Waiting time before the minimum rate counts, milliseconds. Default 5000 (Kestrel's figure).</summary>
    public int MinBodyRateGraceMilliseconds { get; init; } = 5_000;

    /// <summary>Longest time a write may wait for the client to read, milliseconds. Default 60000 (nginx send_timeout).</summary>
    public int WriteTimeoutMilliseconds { get; init; } = 60_000;

    /// <summary>Bytes per second a client must take; gives large writes more than <see cref="WriteTimeoutMilliseconds"/>. Default 1024.</summary>
    public int MinWriteBytesPerSecond { get; init; } = 1024;

    /// <summary>Requests after which a connection closes, so that memory tied to it and balancing are renewed. Default 10000 (Kong's keepalive_requests).</summary>
    public int MaxRequestsPerConnection { get; init; } = 10_000;

    /// <summary>Unread request body that is read away to keep the connection, bytes. Default 65536: beyond it a new connection is cheaper.</summary>
    public int MaxDrainBytes { get; init; } = 64 * 1024;

    /// <summary>Longest time for that, milliseconds. Default 2000.</summary>
    public int DrainTimeoutMilliseconds { get; init; } = 2_000;

    /// <summary>Bytes read and dropped while closing, so that a client still sending sees the answer and not a reset. Default 16 MiB.</summary>
    public int MaxLingerBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Longest time for that, milliseconds. Default 5000 (nginx lingering_timeout).</summary>
    public int LingerTimeoutMilliseconds { get; init; } = 5_000;
}
