using System.Net.Security;

namespace Gatehouse.Net.Channels;

/// <summary>Chooses the TLS identity of a server by the client's SNI name (null without one). Null refuses the connection.</summary>
public delegate SslServerAuthenticationOptions? TlsServerSelector(string? serverName);
