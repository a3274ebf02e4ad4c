namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>What revocation lists say about a certificate.</summary>
internal enum RevocationStatus
{
    /// <summary>There is no list of its issuer.</summary>
    NoList,

    /// <summary>A valid list of its issuer does not name it.</summary>
    Good,

    /// <summary>A list of its issuer names it.</summary>
    Revoked,

    /// <summary>There are lists of its issuer's name, none of them current and signed by it.</summary>
    Unusable,
}
