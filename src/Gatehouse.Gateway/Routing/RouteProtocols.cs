namespace Gatehouse.Gateway.Routing;

/// <summary>The protocols of a route.</summary>
[Flags]
internal enum RouteProtocols
{
    None = 0,
    Http = 1,
    Https = 2,
    Grpc = 4,
    Grpcs = 8,

    /// <summary>tcp, tls, udp or tls_passthrough: not for this router.</summary>
    Stream = 16,
}
