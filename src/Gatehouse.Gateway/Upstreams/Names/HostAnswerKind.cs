namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>What a look-up said.</summary>
internal enum HostAnswerKind
{
    /// <summary>There are addresses.</summary>
    Found,

    /// <summary>The name does not exist or has no address (NXDOMAIN, no data).</summary>
    NotFound,

    /// <summary>Nobody could tell: server failure, time-out, no network.</summary>
    Failed,
}
