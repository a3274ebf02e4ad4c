using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>Outcome of renting: the connection, or why there is none.</summary>
/// <param name="Connection">The connection, null when connecting failed.</param>
/// <param name="IsReused">Whether it carried a request before: the peer may have closed it in the meantime.</param>
/// <param name="Fault">Why there is no connection.</param>
/// <param name="Reason">What exactly failed in a TLS handshake, for the log.</param>
public readonly record struct Http1Lease(Http1ClientConnection? Connection, bool IsReused, ChannelFault Fault, string? Reason = null);
