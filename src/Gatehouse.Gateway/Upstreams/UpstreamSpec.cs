using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Upstreams.Balancing;
using Gatehouse.Gateway.Upstreams.Health;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// Everything that decides how an upstream chooses. Two snapshots with equal specifications share one <see cref="Upstream"/>.
/// </summary>
internal sealed class UpstreamSpec : IEquatable<UpstreamSpec>
{
    private static readonly JsonObject NoChecks = [];

    private UpstreamSpec(string identity, string name, string? hostHeader, bool isImplicit, UpstreamTargetSpec[] targets)
    {
        Identity = identity;
        Name = name;
        HostHeader = hostHeader;
        IsImplicit = isImplicit;
        Targets = targets;
    }

    /// <summary>Key of the state that survives edits: the entity's id, or host and port.</summary>
    public string Identity { get; }

    /// <summary>Name of the upstream entity, or the service's host.</summary>
    public string Name { get; }

    /// <summary><c>upstream.host_header</c>, null = each target's host.</summary>
    public string? HostHeader { get; }

    /// <summary>Whether a service's host stands for the upstream, without an entity of its own.</summary>
    public bool IsImplicit { get; }

    public UpstreamTargetSpec[] Targets { get; }

    /// <summary>What is checked.</summary>
    public HealthPolicy Health { get; private init; } = HealthPolicy.Off;

    /// <summary><see cref="Identity"/> of an upstream entity.</summary>
    public static string IdentityOf(string id) => "upstream:" + id;

    /// <summary>Kong's name of the algorithm.</summary>
    public string Algorithm { get; private init; } = "round-robin";

    /// <summary>Least number of slots for hashing.</summary>
    public int Slots { get; private init; } = 10000;

    /// <summary>What is hashed, and what else where the request has nothing of that.</summary>
    public HashSource HashOn { get; private init; } = HashSource.Nothing;

    /// <inheritdoc cref="HashOn"/>
    public HashSource HashFallback { get; private init; } = HashSource.Nothing;

    /// <summary>The cookie that is hashed or names a peer; null = none is used.</summary>
    public BalancerCookie? Cookie { get; private init; }

    /// <summary>Whether clients stay with a peer by cookie.</summary>
    public bool IsSticky => Algorithm == "sticky-sessions";

    /// <summary>Whether balancing needs <see cref="UpstreamAddress.Load"/>.</summary>
    public bool TracksLoad => Algorithm is "least-connections" or "latency";

    /// <summary>Seconds over which a recovered target gets its share back; 0 = at once.</summary>
    public double SlowStart { get; private init; }

    /// <summary>Percent of the weight that must be exceeded by the eligible part for the upstream to serve at all (<c>healthchecks.threshold</c>).</summary>
    public double HealthThreshold { get; private init; }

    /// <summary>Percent of its weight that must be exceeded by the eligible part of a priority group, or of a zone, for it to serve alone.</summary>
    public double FailoverThreshold { get; private init; }

    // What the fields above were made from, to compare; the health record, a JSON object without value equality, is compared by its parts.
    private UpstreamConfig? Rules { get; init; }

    /// <summary>From an upstream entity and its targets, in an order that does not depend on the order of the file.</summary>
    public static UpstreamSpec From(UpstreamConfig config, IEnumerable<TargetConfig> targets)
        => new(
            IdentityOf(config.Id),
            config.Name,
            string.IsNullOrEmpty(config.HostHeader) ? null : config.HostHeader,
            isImplicit: false,
            [.. targets.OrderBy(t => t.Target, StringComparer.Ordinal).ThenBy(t => t.Id, StringComparer.Ordinal).Select(UpstreamTargetSpec.Parse)])
        {
            Health = new HealthPolicy(config.Healthchecks),
            Algorithm = config.Algorithm,
            Slots = config.Slots,
            HashOn = HashSource.From(
                config.HashOn, config.HashOnHeader, config.HashOnCookie, config.HashOnQueryArg, config.HashOnUriCapture),
            HashFallback = HashSource.From(
                config.HashFallback, config.HashFallbackHeader, config.HashOnCookie, config.HashFallbackQueryArg, config.HashFallbackUriCapture),
            Cookie = CookieOf(config),
            SlowStart = config.SlowStart,
            HealthThreshold = JsonScalars.AsNumber(config.Healthchecks["threshold"]) ?? 0,
            FailoverThreshold = config.FailoverThreshold,
            Rules = config with { Tags = null, CreatedAt = 0, UpdatedAt = 0, Healthchecks = NoChecks },
        };

    /// <summary>From a host that is no upstream entity.</summary>
    public static UpstreamSpec From(string host, int port)
    {
        string bare = host.Trim('[', ']');
        return new($"host:{bare.ToLowerInvariant()}:{port}", bare, null, isImplicit: true, [new UpstreamTargetSpec(bare, port, 100)]);
    }

    public bool Equals(UpstreamSpec? other)
        => other is not null
            && Identity == other.Identity
            && Name == other.Name
            && HostHeader == other.HostHeader
            && Health.Equals(other.Health)
            && Rules == other.Rules
            && HealthThreshold.Equals(other.HealthThreshold)
            && Targets.AsSpan().SequenceEqual(other.Targets);

    public override bool Equals(object? obj) => Equals(obj as UpstreamSpec);

    public override int GetHashCode() => Identity.GetHashCode(StringComparison.Ordinal);

    private static BalancerCookie? CookieOf(UpstreamConfig config) => config switch
    {
        { Algorithm: "sticky-sessions", StickySessionsCookie: { } name } => new BalancerCookie(name, config.StickySessionsCookiePath),
        { HashOnCookie: { } name } when config.HashOn == "cookie" || config.HashFallback == "cookie" => new BalancerCookie(name, config.HashOnCookiePath),
        _ => null,
    };
}
