namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>How using a secret that is good for one use went.</summary>
internal enum ExchangeResult
{
    /// <summary>It was good, and what replaces it is kept.</summary>
    Done,

    /// <summary>It is unknown, too old or revoked, or it was used already and has thereby revoked its grant.</summary>
    Refused,

    /// <summary>There is no room; nothing has changed.</summary>
    Full,
}
