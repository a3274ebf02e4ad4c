using System.Net;

namespace Gatehouse.Settings;

/// <summary>How names of upstreams are resolved.</summary>
public sealed record ResolverSettings
{
    /// <summary>Name servers; empty = those of the system.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    public required string HostsFile { get; init; }

    /// <summary>LAST, SRV, A, AAAA and CNAME in the order they are tried.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>Overrides the time to live of every record; null = the record's own.</summary>
    public TimeSpan? ValidTtl { get; init; }

    public required TimeSpan StaleTtl { get; init; }

    public required TimeSpan NotFoundTtl { get; init; }

    public required TimeSpan ErrorTtl { get; init; }

    public required int CacheSize { get; init; }
}
