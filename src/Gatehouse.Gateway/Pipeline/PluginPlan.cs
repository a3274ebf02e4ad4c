using System.Collections.Concurrent;
using System.Collections.Frozen;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// Which plugin instances apply where. One instance per plugin name applies to a request; the most specific scope wins, in
/// Kong's order (<see cref="PluginScope"/>). Of several groups of a consumer with instances of the same scope the first by name wins.
/// </summary>
internal sealed class PluginPlan
{
    /// <summary>
    /// Chains of consumers that are kept. Beyond, all are let go and compiled anew as they are needed: a bound on memory, not on the
    /// number of consumers. 16,384 chains of ten plugins are some 10 MB.
    /// </summary>
    internal const int MaxChains = 16_384;

    private readonly PluginInstance[] _instances;
    private readonly PluginInstance[] _everywhere;
    private readonly Dictionary<string, PluginInstance[]> _byRoute, _byService, _byConsumer, _byGroup;
    private readonly FrozenSet<string> _groupsWithPlugins;
    private readonly ConcurrentDictionary<ChainKey, PluginChain> _chains = new();

    public PluginPlan(IEnumerable<PluginInstance> instances)
    {
        _instances = [.. instances];
        _byConsumer = By(_instances.Where(i => i.Config.ConsumerId is not null), c => c.ConsumerId!);
        _byGroup = By(_instances.Where(i => i.Config is { ConsumerId: null, ConsumerGroupId: not null }), c => c.ConsumerGroupId!);
        var others = _instances.Where(i => i.Config is { ConsumerId: null, ConsumerGroupId: null }).ToArray();
        _byRoute = By(others.Where(i => i.Config.RouteId is not null), c => c.RouteId!);
        _byService = By(others.Where(i => i.Config is { RouteId: null, ServiceId: not null }), c => c.ServiceId!);
        _everywhere = [.. others.Where(i => i.Config is { RouteId: null, ServiceId: null })];
        _groupsWithPlugins = _byGroup.Keys.ToFrozenSet(StringComparer.Ordinal);
        Global = Compile(null, null, null, ConsumerGroupSet.Empty);
    }

    /// <summary>Every built instance.</summary>
    public IReadOnlyList<PluginInstance> Instances => _instances;

    /// <summary>What applies when no route matched.</summary>
    public PluginChain Global { get; }

    /// <summary>Chains of consumers that are kept at the moment.</summary>
    internal int KeptChains => _chains.Count;

    /// <summary>What applies on a route before anybody is known.</summary>
    public PluginChain For(RouteConfig route, ServiceConfig? service) => Compile(route, service, null, ConsumerGroupSet.Empty);

    /// <summary>
    /// What applies once <paramref name="consumer"/> is known. Compiled at first use and kept: one chain for each route and consumer
    /// with plugins of its own, and one for each route and set of groups with plugins.
    /// </summary>
    public PluginChain For(
        RouteConfig route, ServiceConfig? service, ConsumerConfig consumer, ConsumerGroupSet groups, PluginChain withoutConsumer)
    {
        string? own = _byConsumer.ContainsKey(consumer.Id) ? consumer.Id : null;
        var shared = HasPlugins(groups) ? groups : null;
        if (own is null && shared is null)
        {
            return withoutConsumer;
        }

        var key = new ChainKey(route.Id, own, shared);
        return _chains.TryGetValue(key, out var chain) ? chain : Keep(key, Compile(route, service, own, shared ?? ConsumerGroupSet.Empty));
    }

    private bool HasPlugins(ConsumerGroupSet groups)
    {
        if (_groupsWithPlugins.Count == 0)
        {
            return false;
        }

        foreach (var group in groups.Groups)
        {
            if (_groupsWithPlugins.Contains(group.Id))
            {
                return true;
            }
        }

        return false;
    }

    private PluginChain Keep(ChainKey key, PluginChain chain)
    {
        if (_chains.Count >= MaxChains)
        {
            _chains.Clear();
        }

        return _chains.GetOrAdd(key, chain);
    }

    private PluginChain Compile(RouteConfig? route, ServiceConfig? service, string? consumer, ConsumerGroupSet groups)
    {
        var best = new Dictionary<string, (int Score, PluginInstance Instance)>();
        foreach (var instance in Candidates(route, service, consumer, groups))
        {
            int score = PluginScope.Score(instance.Config, route?.Id, service?.Id);
            if (score < 0 || (route is not null && !instance.Config.Protocols.Any(route.Protocols.Contains)))
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

    private IEnumerable<PluginInstance> Candidates(RouteConfig? route, ServiceConfig? service, string? consumer, ConsumerGroupSet groups)
        =>
        [
            .. _everywhere,
            .. Of(_byRoute, route?.Id),
            .. Of(_byService, service?.Id),
            .. Of(_byConsumer, consumer),
            .. groups.Groups.SelectMany(g => Of(_byGroup, g.Id)),
        ];

    private static PluginInstance[] Of(Dictionary<string, PluginInstance[]> table, string? key)
        => key is not null && table.TryGetValue(key, out var instances) ? instances : [];

    private static Dictionary<string, PluginInstance[]> By(IEnumerable<PluginInstance> instances, Func<PluginConfig, string> key)
        => instances.GroupBy(i => key(i.Config), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    /// <summary>What a kept chain is for; a set of groups is one object in a snapshot.</summary>
    private readonly record struct ChainKey(string Route, string? Consumer, ConsumerGroupSet? Groups);
}
