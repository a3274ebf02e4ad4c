namespace Gatehouse.Net.Http1;

/// <summary>Limits of a client connection. Timeouts are the business of who uses it (<see cref="Http1ClientConnection.Abort"/>).</summary>
public sealed record Http1ClientLimits
{
    /// <summary>Status line and header lines of one response head together, bytes. Default 65536: upstreams are trusted more than clients, not without bound.</summary>
    public int MaxHeaderBytes { get; init; } = 64 * 1024;

    /// <summary>Header fields of one response head. Default 200.</summary>
    public int MaxHeaders { get; init; } = 200;

    /// <summary>All trailer lines of a response together, bytes. Default 16384.</summary>
    public int MaxTrailerBytes { get; init; } = 16 * 1024;

    /// <summary>Interim (1xx) heads before a final one. Default 16: more is a peer that never means to answer.</summary>
    public int MaxInterimResponses { get; init; } = 16;
}
