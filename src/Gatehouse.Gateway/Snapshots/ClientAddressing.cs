using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Makes the resolver of client addresses from the node settings.</summary>
internal static class ClientAddressing
{
    /// <summary>The resolver; throws <see cref="ArgumentException"/> when a block of trusted_ips is malformed.</summary>
    public static ClientAddressResolver From(GatewaySettings settings)
    {
        if (!CidrSet.TryParse(settings.TrustedIps, out var trusted, out string? offender))
        {
            throw new ArgumentException($"trusted_ips: '{offender}' is neither an address nor a CIDR block", nameof(settings));
        }

        bool isProxyProtocol = settings.RealIpHeader.Equals("proxy_protocol", StringComparison.OrdinalIgnoreCase);
        return new ClientAddressResolver(
            trusted,
            isProxyProtocol ? RealIpSource.ProxyProtocol : RealIpSource.Header,
            isProxyProtocol ? null : new HeaderName(settings.RealIpHeader),
            settings.RealIpRecursive);
    }
}
