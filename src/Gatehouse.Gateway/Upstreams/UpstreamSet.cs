using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// A snapshot's share in the running upstreams. Asked while the snapshot is built, so that the road holds
/// <see cref="Upstream"/> objects and looks nothing up.
/// </summary>
internal sealed class UpstreamSet : IDisposable
{
    private readonly UpstreamRegistry _registry;
    private readonly Dictionary<string, Upstream> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Upstream> _byHost = new(StringComparer.Ordinal);
    private bool _disposed;

    internal UpstreamSet(UpstreamRegistry registry, ConfigSet config)
    {
        _registry = registry;
        var targets = config.Targets.ToLookup(t => t.UpstreamId, StringComparer.Ordinal);
        foreach (var upstream in config.Upstreams)
        {
            _byName.Add(upstream.Name, registry.Acquire(UpstreamSpec.From(upstream, targets[upstream.Id])));
        }
    }

    /// <summary>The upstream entity of that name, or null.</summary>
    public Upstream? Named(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Where a service's requests go: the upstream whose name its host is (compared as stored; the service's port then plays no
    /// part), else its host and port as an upstream of one target.
    /// </summary>
    public Upstream For(ServiceConfig service) => Named(service.Host) ?? ForHost(service.Host, service.Port);

    /// <summary>A host (name or address) and port as an upstream of one target.</summary>
    public Upstream ForHost(string host, int port)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var spec = UpstreamSpec.From(host, port);
        if (!_byHost.TryGetValue(spec.Identity, out var upstream))
        {
            upstream = _registry.Acquire(spec);
            _byHost.Add(spec.Identity, upstream);
        }

        return upstream;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var upstream in _byName.Values.Concat(_byHost.Values))
        {
            _registry.Release(upstream);
        }
    }
}
