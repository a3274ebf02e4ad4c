using System.Net;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>Who the client is.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port, 0 when a trusted proxy did not tell it.</param>
/// <param name="IsTrustedPeer">Whether the peer of the connection is one of <c>trusted_ips</c>.</param>
internal readonly record struct ClientAddress(IPAddress Address, int Port, bool IsTrustedPeer);
