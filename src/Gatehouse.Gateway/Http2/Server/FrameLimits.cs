namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Budgets for frames that cost the server more than the client. Each is a bucket: so many at once, refilled at so many per
/// second. Generous to clients that cancel or ping a lot, small against floods of hundreds of thousands.
/// </summary>
internal sealed record FrameLimits
{
    /// <summary>RST_STREAM frames from the client at once (rapid reset, CVE-2023-44487). Default 200: two full sets of streams.</summary>
    public int ResetBurst { get; init; } = 200;

    /// <summary>…and per second. Default 100.</summary>
    public int ResetsPerSecond { get; init; } = 100;

    /// <summary>RST_STREAM frames that the client makes us send, at once (MadeYouReset, CVE-2025-8671). Default 200.</summary>
    public int ProvokedResetBurst { get; init; } = 200;

    /// <summary>…and per second. Default 100.</summary>
    public int ProvokedResetsPerSecond { get; init; } = 100;

    /// <summary>
    /// PING, SETTINGS, PRIORITY, unknown and empty DATA frames at once. Default 2000: gRPC clients that estimate bandwidth ping
    /// about once a round trip.
    /// </summary>
    public int ControlBurst { get; init; } = 2000;

    /// <summary>…and per second. Default 1000.</summary>
    public int ControlsPerSecond { get; init; } = 1000;

    /// <summary>WINDOW_UPDATE frames per DATA frame sent, beyond which they count as control frames. Default 10 (Envoy).</summary>
    public int WindowUpdatesPerDataFrame { get; init; } = 10;

    /// <summary>CONTINUATION frames behind one HEADERS frame. Default 8; 32 KiB of header fields need two.</summary>
    public int MaxContinuations { get; init; } = 8;

    /// <summary>Compressed bytes of one header block. Default 64 KiB.</summary>
    public int MaxHeaderBlockBytes { get; init; } = 64 * 1024;
}
