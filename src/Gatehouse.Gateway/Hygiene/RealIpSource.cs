namespace Gatehouse.Gateway.Hygiene;

/// <summary>Where a trusted proxy tells the client's address (Kong's <c>real_ip_header</c>).</summary>
internal enum RealIpSource
{
    /// <summary>A header field; default <c>X-Real-IP</c>.</summary>
    Header,

    /// <summary>The PROXY protocol: the listener has put the address that a trusted peer told in the peer's place.</summary>
    ProxyProtocol,
}
