namespace Gatehouse.Gateway.Hygiene;

/// <summary>From whom a protected field is taken. Spellings with an underscore are dropped for all but <see cref="None"/>.</summary>
internal enum HeaderProtection
{
    /// <summary>An ordinary field.</summary>
    None,

    /// <summary>Only the gateway sets it (identity of the consumer, and <c>Proxy</c> because of CVE-2016-5385).</summary>
    NeverFromClients,

    /// <summary>Kept when the peer is one of <c>trusted_ips</c>.</summary>
    OnlyFromTrustedPeers,

    /// <summary>Kept in its proper spelling (the engine or the forwarder looks after its value).</summary>
    SpellingOnly,
}
