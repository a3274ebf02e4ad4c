namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>How strictly revocation is checked (Kong's revocation_check_mode).</summary>
internal enum RevocationMode
{
    /// <summary>Not at all.</summary>
    Skip,

    /// <summary>By the lists there are; an issuer without a list vouches for all it issued. A list that cannot be used (expired, forged) refuses.</summary>
    WhereKnown,

    /// <summary>Every certificate below the trust anchor needs a usable list of its issuer.</summary>
    Strict,
}
