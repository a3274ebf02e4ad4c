using System.Net;

namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>
/// What a PROXY protocol header said about the connection.
/// </summary>
/// <param name="Source">The client's address, null when the header names none (LOCAL, UNKNOWN, UNSPEC, UNIX): the transport's addresses hold.</param>
/// <param name="Destination">The address the client connected to, null together with <paramref name="Source"/>.</param>
/// <param name="Version">1 or 2.</param>
public readonly record struct ProxyHeader(IPEndPoint? Source, IPEndPoint? Destination, int Version);
