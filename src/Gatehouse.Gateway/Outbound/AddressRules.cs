using System.Net;
using System.Net.Sockets;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Outbound;

/// <summary>
/// Which addresses may be connected to. Asked for the very address of a connection, after the name has been resolved (attack: DNS
/// rebinding, a document that names a cloud's metadata service).
/// </summary>
internal static class AddressRules
{
    // Nobody's identity provider is there: this network, link-local (RFC 3927, 4291), multicast, broadcast, and the addresses
    // where clouds serve credentials to whoever asks from the inside (the link-local one is AWS, Azure, GCP, DigitalOcean).
    private static readonly CidrSet Never = Parse(
        "0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "100.100.100.200", "192.0.0.192", "168.63.129.16",
        "::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::254", "fd20:ce::254");

    // IANA's special-purpose registries (RFC 6890), as far as not global.
    private static readonly CidrSet NotPublic = Parse(
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly CidrSet Global = Parse("0.0.0.0/0", "2000::/3");

    private static readonly CidrSet Translated = Parse("64:ff9b::/96");

    /// <summary>Whether a call of that reach may connect to the address.</summary>
    public static bool Allows(OutboundReach reach, IPAddress address)
    {
        if (reach == OutboundReach.Configured)
        {
            return true;
        }

        address = Plain(address);
        return !Never.Contains(address)
            && (reach == OutboundReach.SameOrigin || (Global.Contains(address) && !NotPublic.Contains(address)));
    }

    /// <summary>The IPv4 address inside a mapped (RFC 4291 section 2.5.5.2) or translated one (RFC 6052): both arrive there.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address)
            ? new IPAddress(address.GetAddressBytes().AsSpan(12))
            : address;
    }

    private static CidrSet Parse(params string[] blocks)
        => CidrSet.TryParse(blocks, out var set, out string? offender) ? set : throw new InvalidOperationException(offender);
}
