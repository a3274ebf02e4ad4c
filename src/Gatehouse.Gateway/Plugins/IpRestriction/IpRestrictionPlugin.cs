using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.IpRestriction;

/// <summary>
/// Lets clients through by their address: the one that <c>trusted_ips</c> and <c>real_ip_header</c> decided on. An IPv4 address
/// within IPv6 is the same client.
/// </summary>
internal sealed class IpRestrictionPlugin(IpRestrictionConfig config, AccessReports reports) : Plugin
{
    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var address = exchange.ClientAddress;
        bool isDenied = config.Deny.Contains(address);
        if (isDenied || config.Allow?.Contains(address) == false)
        {
            reports.Deny(exchange, "ip-restriction", isDenied ? "denied" : "not_allowed");
            var shown = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            exchange.Respond(config.Status, config.Message ?? $"IP address not allowed: {shown}");
        }

        return ValueTask.CompletedTask;
    }
}
