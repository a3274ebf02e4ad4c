using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// Where the plugins of one configuration may send requests beside the service of their route. Asked while plugins are built, so
/// that every destination runs (upstream, TLS, timeouts) before the first request needs it.
/// </summary>
/// <param name="config">The configuration being compiled.</param>
internal sealed class Destinations(ConfigSet config)
{
    private readonly List<ServiceConfig> _variants = [];

    /// <summary>Services that no user wrote: those of plugins, to be run beside the configured ones.</summary>
    public IReadOnlyList<ServiceConfig> Variants => _variants;

    /// <summary>The enabled service of that name or id; null when there is none.</summary>
    public ServiceConfig? Service(string nameOrId)
        => config.Services.FirstOrDefault(s => s.Enabled && (s.Name == nameOrId || s.Id == nameOrId));

    /// <summary>
    /// A service as it is (timeouts, TLS, path), with the targets of an upstream entity in place of its host; null when no upstream
    /// has that name or id.
    /// </summary>
    public ServiceConfig? Through(ServiceConfig service, string upstream)
        => config.Upstreams.FirstOrDefault(u => u.Name == upstream || u.Id == upstream) is { } entity
            ? Vary(service with { Host = entity.Name })
            : null;

    /// <summary>A service of the plugin's own making, such as a copy with another host, port or path.</summary>
    public ServiceConfig Vary(ServiceConfig service)
    {
        int known = _variants.IndexOf(service);
        if (known >= 0)
        {
            return _variants[known];
        }

        _variants.Add(service);
        return service;
    }
}
