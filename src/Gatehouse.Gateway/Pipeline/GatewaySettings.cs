using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// Node settings that the road reads, in the form it needs. Fixed for the life of the process; names in brackets are Kong's.
/// </summary>
public sealed record GatewaySettings
{
    /// <summary>CIDR blocks of peers whose forwarded-by fields are believed [trusted_ips]. Default none.</summary>
    public IReadOnlyList<string> TrustedIps { get; init; } = [];

    /// <summary>Field that carries the client's address when the peer is trusted [real_ip_header]. Default X-Real-IP.</summary>
    public string RealIpHeader { get; init; } = "X-Real-IP";

    /// <summary>Whether trusted addresses are skipped from the right of that field [real_ip_recursive]. Default off.</summary>
    public bool RealIpRecursive { get; init; }

    /// <summary>Representation of error answers when the client has no preference [error_default_type]. Default text/plain.</summary>
    public string ErrorDefaultType { get; init; } = "text/plain";

    /// <summary>Largest request body in bytes; 0 = no limit [client_max_body_size]. Default 0.</summary>
    public long ClientMaxBodySize { get; init; }

    /// <summary>Flavor of the router [router_flavor]. Default traditional_compatible.</summary>
    public RouterFlavor RouterFlavor { get; init; }

    /// <summary>Whether <c>Kong-Debug: 1</c> is answered with route and service headers [allow_debug_header]. Default off.</summary>
    public bool AllowDebugHeader { get; init; }

    /// <summary>Whether <c>Server</c> is sent on our own answers [headers: server_tokens, Server]. Default true.</summary>
    public bool SendsServer { get; init; } = true;

    /// <summary>Whether <c>Via</c> is sent on relayed answers [headers: server_tokens, Via]. Default true.</summary>
    public bool SendsVia { get; init; } = true;

    /// <summary>Whether X-Kong-Proxy-Latency is sent [headers: latency_tokens]. Default true.</summary>
    public bool SendsProxyLatency { get; init; } = true;

    /// <summary>Whether X-Kong-Upstream-Latency is sent [headers: latency_tokens]. Default true.</summary>
    public bool SendsUpstreamLatency { get; init; } = true;

    /// <summary>Whether X-Kong-Response-Latency is sent [headers: latency_tokens]. Default true.</summary>
    public bool SendsResponseLatency { get; init; } = true;

    /// <summary>Whether X-Kong-Upstream-Status is sent [headers]. Default false.</summary>
    public bool SendsUpstreamStatus { get; init; }

    /// <summary>Whether X-Kong-Request-Id is sent to the client [headers: X-Kong-Request-Id]. Default true.</summary>
    public bool SendsRequestIdDownstream { get; init; } = true;

    /// <summary>Whether X-Kong-Request-Id is sent to the upstream [headers_upstream]. Default true.</summary>
    public bool SendsRequestIdUpstream { get; init; } = true;
}
