using System.Net;
using Gatehouse.Core.Http;
using Gatehouse.Core.Validation;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>
/// Finds the client's address behind trusted proxies, with the meaning of nginx's realip module: the field is read from its
/// right end, and only as long as the address that vouches for an entry is trusted itself. What a stranger wrote is never used.
/// </summary>
/// <param name="trusted"><c>trusted_ips</c>; empty = trust nobody (the default).</param>
/// <param name="source">Where the address is told.</param>
/// <param name="header">The field, default <c>X-Real-IP</c>; repeated fields count as one list.</param>
/// <param name="recursive"><c>real_ip_recursive</c>, default off: off takes the last entry, on goes on left while entries are trusted.</param>
internal sealed class ClientAddressResolver(
    CidrSet trusted,
    RealIpSource source = RealIpSource.Header,
    HeaderName? header = null,
    bool recursive = false)
{
    private readonly HeaderName _header = header ?? HeaderNames.XRealIp;

    /// <summary>Whether the peer may tell who its client is and how it was reached.</summary>
    public bool IsTrusted(IPAddress peer) => trusted.Contains(peer);

    /// <summary>Whether a PROXY protocol header names the client, provided that a trusted peer sent it.</summary>
    public bool ReadsProxyHeader => source == RealIpSource.ProxyProtocol;

    /// <summary>The client of a request. Allocates only addresses that a trusted proxy told.</summary>
    public ClientAddress Resolve(IPAddress peer, int peerPort, HeaderMap headers)
    {
        if (!trusted.Contains(peer))
        {
            return new ClientAddress(peer, peerPort, false);
        }

        var client = new ClientAddress(peer, peerPort, true);
        if (source == RealIpSource.ProxyProtocol)
        {
            return client;
        }

        for (int index = headers.CountOf(_header) - 1; index >= 0; index--)
        {
            if (!TakeFromRight(ValueAt(headers, index), ref client))
            {
                break;
            }
        }

        return client;
    }

    /// <summary>Reads one field from its end; returns whether the walk may go on in the field before it.</summary>
    private bool TakeFromRight(ReadOnlySpan<byte> list, ref ClientAddress client)
    {
        while (true)
        {
            int comma = list.LastIndexOf((byte)',');
            var entry = list[(comma + 1)..].Trim(" \t"u8);
            if (!AddressText.TryParse(entry, out var address, out int port))
            {
                return false;
            }

            client = client with { Address = address, Port = port };
            if (!recursive || !trusted.Contains(address))
            {
                return false;
            }

            if (comma < 0)
            {
                return true;
            }

            list = list[..comma];
        }
    }

    private ReadOnlySpan<byte> ValueAt(HeaderMap headers, int index)
    {
        foreach (var field in headers.Values(_header))
        {
            if (index-- == 0)
            {
                return field.Value;
            }
        }

        return default;
    }
}
