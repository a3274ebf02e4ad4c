using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Upstreams.Health;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// All running upstreams of the process, by identity. Snapshots take shares; what the next snapshot says alike goes on
/// untouched, what it edits starts from the state that its identity kept.
/// </summary>
/// <param name="names">Looks names up.</param>
/// <param name="zone">Zone of the node, null = none.</param>
/// <param name="health">Checks upstream entities; null = nothing is checked.</param>
/// <param name="trust">TLS of probes.</param>
internal sealed class UpstreamRegistry(NameResolver names, string? zone = null, HealthNode? health = null, ProbeTrust? trust = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, UpstreamIdentity> _identities = new(StringComparer.Ordinal);

    /// <summary>Number of upstreams in use.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _identities.Count;
            }
        }
    }

    /// <summary>The upstreams of a configuration, for one snapshot; dispose it when the snapshot has drained.</summary>
    public UpstreamSet Open(ConfigSet config) => new(this, config);

    /// <summary>The current version of each upstream entity, by its id.</summary>
    internal Upstream? Find(string id)
    {
        lock (_lock)
        {
            return _identities.GetValueOrDefault(UpstreamSpec.IdentityOf(id))?.Current;
        }
    }

    /// <summary>The current versions of all upstream entities, by name.</summary>
    internal Upstream[] Entities()
    {
        lock (_lock)
        {
            return [.. _identities.Values.Select(static i => i.Current!).Where(static u => u is { Spec.IsImplicit: false })
                .OrderBy(static u => u.Spec.Name, StringComparer.Ordinal)];
        }
    }

    internal Upstream Acquire(UpstreamSpec spec)
    {
        lock (_lock)
        {
            if (!_identities.TryGetValue(spec.Identity, out var identity))
            {
                identity = new UpstreamIdentity(health is null || spec.IsImplicit ? null : new UpstreamHealth(health, trust ?? new ProbeTrust()));
                _identities.Add(spec.Identity, identity);
            }

            var upstream = identity.Versions.Find(v => v.Spec.Equals(spec));
            if (upstream is null)
            {
                upstream = new Upstream(spec, identity, names, zone);
                identity.Versions.Add(upstream);
                upstream.Start();
            }

            if (!ReferenceEquals(identity.Current, upstream))
            {
                identity.Use(upstream);
            }

            upstream.Shares++;
            return upstream;
        }
    }

    internal void Release(Upstream upstream)
    {
        lock (_lock)
        {
            if (--upstream.Shares > 0)
            {
                return;
            }

            upstream.Stop();
            var identity = _identities[upstream.Spec.Identity];
            identity.Versions.Remove(upstream);
            if (ReferenceEquals(identity.Current, upstream))
            {
                identity.Use(identity.Versions.LastOrDefault());
            }

            if (identity.Versions.Count == 0)
            {
                _identities.Remove(upstream.Spec.Identity);
            }
        }
    }
}
