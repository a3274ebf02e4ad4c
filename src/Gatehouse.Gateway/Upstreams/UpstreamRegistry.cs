using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Upstreams.Names;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// All running upstreams of the process, by identity. Snapshots take shares; what the next snapshot says alike goes on
/// untouched, what it edits starts from the state that its identity kept.
/// </summary>
internal sealed class UpstreamRegistry(NameResolver names)
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

    internal Upstream Acquire(UpstreamSpec spec)
    {
        lock (_lock)
        {
            if (!_identities.TryGetValue(spec.Identity, out var identity))
            {
                identity = new UpstreamIdentity();
                _identities.Add(spec.Identity, identity);
            }

            var upstream = identity.Versions.Find(v => v.Spec.Equals(spec));
            if (upstream is null)
            {
                upstream = new Upstream(spec, identity, names);
                identity.Versions.Add(upstream);
                upstream.Start();
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
            if (identity.Versions.Count == 0)
            {
                _identities.Remove(upstream.Spec.Identity);
            }
        }
    }
}
