namespace Gatehouse.Gateway.Forwarding;

/// <summary>What happens to a header field when a message passes through the gateway.</summary>
[Flags]
internal enum HeaderDisposition : byte
{
    /// <summary>Forwarded as it is.</summary>
    Forward = 0,

    /// <summary>Never forwarded: hop-by-hop (RFC 9110 §7.6.1) or framing, which the connection writes anew.</summary>
    Drop = 1,

    /// <summary>Requests: the forwarder writes this field itself.</summary>
    OwnedInRequest = 2,

    /// <summary>Responses: the forwarder writes this field itself.</summary>
    OwnedInResponse = 4,

    /// <summary>May not be removed by being listed in Connection (CVE-2024-45410): it carries what the gateway vouches for.</summary>
    Protected = 8,

    /// <summary>Needs a closer look (TE, Connection, Upgrade).</summary>
    Special = 16,
}
