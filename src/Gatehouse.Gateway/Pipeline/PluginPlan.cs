using System.Collections.Concurrent;
using System.Collections.Frozen;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// Which plugin instances apply where. One instance per plugin name applies to a request; the most specific scope wins, in
/// Kong's order: route+service+consumer, route+consumer, service+consumer, route+service, consumer, route, service, global.
/// </summary>
internal sealed class PluginPlan
{
    private readonly PluginInstance[] _instances;
    private readonly FrozenSet<string> _consumersWithPlugins;
    private readonly ConcurrentDictionary<(string? Route, string? Service, string Consumer), PluginChain> _byConsumer = new();

    public PluginPlan(IEnumerable<PluginInstance> instances)
    {
        _instances = [.. instances];
        _consumersWithPlugins = _instances.Select(i => i.Config.ConsumerId).OfType<string>().ToFrozenSet();
        Global = Compile(null, null, null, null);
    }

    /// <summary>Every built instance.</summary>
    public IReadOnlyList<PluginInstance> Instances => _instances;

    /// <summary>What applies when no route matched.</summary>
    public PluginChain Global { get; }

    /// <summary>What applies on a route before anybody is known.</summary>
    public PluginChain For(RouteConfig route, ServiceConfig? service) => Compile(route, service, null, route.Protocols);

    /// <summary>
    /// What applies once <paramref name="consumer"/> is known. Compiled at first use and kept: the number of pairs is bounded by
    /// routes × consumers that have plugins of their own.
    /// </summary>
    public PluginChain For(RouteConfig route, ServiceConfig? service, ConsumerConfig consumer, PluginChain withoutConsumer)
    {
        if (!_consumersWithPlugins.Contains(consumer.Id))
        {
            return withoutConsumer;
        }

        var key = (route.Id, service?.Id, consumer.Id);
        return _byConsumer.TryGetValue(key, out var chain)
            ? chain
            : _byConsumer.GetOrAdd(key, Compile(route, service, consumer.Id, route.Protocols));
    }

    private PluginChain Compile(RouteConfig? route, ServiceConfig? service, string? consumer, IReadOnlyList<string>? protocols)
    {
        var best = new Dictionary<string, (int Score, PluginInstance Instance)>();
        foreach (var instance in _instances)
        {
            int score = Score(instance.Config, route?.Id, service?.Id, consumer);
            if (score < 0 || (protocols is not null && !instance.Config.Protocols.Any(protocols.Contains)))
            {
                continue;
            }

            if (!best.TryGetValue(instance.Descriptor.Name, out var other) || score > other.Score)
            {
                best[instance.Descriptor.Name] = (score, instance);
            }
        }

        return best.Count == 0 ? PluginChain.Empty : new PluginChain([.. best.Values.Select(b => b.Instance)]);
    }

    /// <summary>How specific an instance is for a scope; −1 when it does not apply.</summary>
    private static int Score(PluginConfig config, string? route, string? service, string? consumer)
    {
        bool r = config.RouteId is not null, s = config.ServiceId is not null, c = config.ConsumerId is not null;
        if ((r && config.RouteId != route) || (s && config.ServiceId != service) || (c && config.ConsumerId != consumer))
        {
            return -1;
        }

        return (r, s, c) switch
        {
            (true, true, true) => 7,
            (true, false, true) => 6,
            (false, true, true) => 5,
            (true, true, false) => 4,
            (false, false, true) => 3,
            (true, false, false) => 2,
            (false, true, false) => 1,
            _ => 0,
        };
    }
}
