namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>
/// End of <see cref="ProxyHeaderReader.ReadAsync"/>.
/// </summary>
/// <param name="Channel">Where the next protocol begins; null when there was no valid header, and then the connection is closed.</param>
/// <param name="Header">What the header said.</param>
public readonly record struct ProxyAcceptResult(Channel? Channel, ProxyHeader Header);
