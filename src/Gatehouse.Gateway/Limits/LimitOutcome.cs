namespace Gatehouse.Gateway.Limits;

/// <summary>What a store says to the charges of a request.</summary>
internal enum LimitOutcome : byte
{
    /// <summary>All charges are admitted and booked.</summary>
    Admitted,

    /// <summary>At least one charge is over its limit; nothing is booked.</summary>
    Denied,

    /// <summary>The store could not say; nothing is booked, the charges carry no figures. A local store never says this.</summary>
    Unavailable,
}
