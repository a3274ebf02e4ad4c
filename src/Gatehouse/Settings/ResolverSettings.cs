namespace Gatehouse.Settings;

/// <summary>How names of upstreams are resolved.</summary>
public sealed record ResolverSettings
{
    /// <summary>Absolute path of a hosts file that is asked before the system; null = the system's own is enough.</summary>
    public string? HostsFile { get; init; }

    /// <summary>Whether AAAA comes before A.</summary>
    public required bool PrefersIPv6 { get; init; }

    /// <summary>Time between two look-ups of a name; null = the default.</summary>
    public TimeSpan? ValidTtl { get; init; }

    public required TimeSpan StaleTtl { get; init; }

    public required TimeSpan NotFoundTtl { get; init; }

    public required TimeSpan ErrorTtl { get; init; }
}
