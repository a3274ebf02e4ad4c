namespace Gatehouse.Bench.Scenarios;

/// <summary>What stands before the origin besides forwarding. nginx stays bare: it is what the gateway has to beat with all of it.</summary>
internal enum Protection
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An RS256 token, a limit per issuer of it and metrics; every request has the same token.</summary>
    SameToken,

    /// <summary>The same, and no token comes twice.</summary>
    DistinctTokens,
}
