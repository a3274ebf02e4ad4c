namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>How names of upstreams are looked up and for how long answers hold.</summary>
public sealed record NameResolverOptions
{
    /// <summary>
    /// Time between two look-ups of a name. getaddrinfo tells no TTL, so one figure stands for all names. Default 10 s: the
    /// shortest TTL that managed DNS (Kubernetes, cloud load balancers) commonly hands out is 5–60 s.
    /// </summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the last good answer serves while look-ups fail. Default 3600 s (Kong: dns_stale_ttl).</summary>
    public TimeSpan StaleLimit { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>Pause after "no such name". Default 30 s (Kong: dns_not_found_ttl).</summary>
    public TimeSpan NotFoundPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause after a look-up that failed. Default 1 s (Kong: dns_error_ttl).</summary>
    public TimeSpan ErrorPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a name that has addresses of both families is served by those of IPv6. Default false (Kong: dns_order has A
    /// before AAAA).
    /// </summary>
    public bool PrefersIPv6 { get; init; }

    /// <summary>A hosts file that is asked before the system's resolver; null, the default = none (Kong: dns_hostsfile).</summary>
    public string? HostsFile { get; init; }

    /// <summary>
    /// Look-ups under way at a time, each on a thread of its own because getaddrinfo blocks. Default 8.
    /// </summary>
    public int MaxConcurrent { get; init; } = 8;

    /// <summary>
    /// Bound on look-ups per second over all names; with more names than this allows, <see cref="Refresh"/> stretches.
    /// Default 200 (about 1 % of a core with a local cache).
    /// </summary>
    public int MaxPerSecond { get; init; } = 200;
}
