namespace Gatehouse.Net.Channels;

/// <summary>
/// End of a TLS handshake.
/// </summary>
/// <param name="Channel">The protected channel, null when the handshake failed.</param>
/// <param name="Fault"><see cref="ChannelFault.Tls"/>, <see cref="ChannelFault.Timeout"/> or <see cref="ChannelFault.Reset"/> when it failed.</param>
/// <param name="Reason">Why it failed, for the log.</param>
public readonly record struct TlsHandshakeResult(TlsChannel? Channel, ChannelFault Fault, string? Reason);
