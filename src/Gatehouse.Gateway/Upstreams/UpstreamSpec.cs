using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// Everything that decides how an upstream chooses. Two snapshots with equal specifications share one <see cref="Upstream"/>.
/// </summary>
internal sealed class UpstreamSpec : IEquatable<UpstreamSpec>
{
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

    /// <summary>From an upstream entity and its targets, in an order that does not depend on the order of the file.</summary>
    public static UpstreamSpec From(UpstreamConfig config, IEnumerable<TargetConfig> targets)
        => new(
            "upstream:" + config.Id,
            config.Name,
            string.IsNullOrEmpty(config.HostHeader) ? null : config.HostHeader,
            isImplicit: false,
            [.. targets.OrderBy(t => t.Target, StringComparer.Ordinal).ThenBy(t => t.Id, StringComparer.Ordinal).Select(UpstreamTargetSpec.Parse)]);

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
            && Targets.AsSpan().SequenceEqual(other.Targets);

    public override bool Equals(object? obj) => Equals(obj as UpstreamSpec);

    public override int GetHashCode() => Identity.GetHashCode(StringComparison.Ordinal);
}
