namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>What one exchange or one probe says of an address.</summary>
internal enum FailureKind
{
    /// <summary>Nothing: the client left, a plugin answered, an idle connection was stale.</summary>
    Unknown,

    /// <summary>It answered, and with what counts as healthy.</summary>
    None,

    /// <summary>It answered with a status that counts as unhealthy.</summary>
    Http,

    /// <summary>No connection, or one that broke.</summary>
    Tcp,

    /// <summary>No connection or no answer in time.</summary>
    Timeout,
}
