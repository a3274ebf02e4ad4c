namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Who took an address out.</summary>
internal enum EjectionCause
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Probes.</summary>
    Active,

    /// <summary>What happened to requests.</summary>
    Passive,

    /// <summary>It does much worse than its peers.</summary>
    Outlier,

    /// <summary>An operator.</summary>
    Manual,
}
