using System.Collections.Concurrent;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Overload;

/// <summary>The adaptive limits of this node, by plugin instance and service. What they have learnt survives reloads.</summary>
internal sealed class AdaptiveLimiters(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Plugin, string Service), AdaptiveLimiter> _limiters = new();

    /// <summary>The limit of a service under a plugin instance; a new one when there is none or its bounds have changed.</summary>
    public AdaptiveLimiter Of(string plugin, string service, AdaptiveOptions options)
        => _limiters.AddOrUpdate(
            (plugin, service),
            static (_, arg) => new AdaptiveLimiter(arg.options, arg.time),
            static (_, known, arg) => known.Options == arg.options ? known : new AdaptiveLimiter(arg.options, arg.time),
            (options, time));

    /// <summary>All of them, with the ids of plugin instance and service.</summary>
    public IEnumerable<(string Plugin, string Service, AdaptiveLimiter Limiter)> All
        => _limiters.Select(pair => (pair.Key.Plugin, pair.Key.Service, pair.Value));

    /// <summary>Drops what belongs to entities that a configuration no longer has.</summary>
    public void Keep(ConfigSet config)
    {
        if (_limiters.IsEmpty)
        {
            return;
        }

        HashSet<string> plugins = [.. config.Plugins.Select(p => p.Id)], services = [.. config.Services.Select(s => s.Id)];
        foreach (var key in _limiters.Keys)
        {
            if (!plugins.Contains(key.Plugin) || !services.Contains(key.Service))
            {
                _limiters.TryRemove(key, out _);
            }
        }
    }
}
