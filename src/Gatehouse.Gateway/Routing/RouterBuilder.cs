using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Routing;

/// <summary>Compiles routes into a <see cref="Router"/>: 1. routes into candidates, 2. candidates into order, 3. order into groups.</summary>
internal sealed class RouterBuilder(RouterSettings settings, ICollection<ConfigError> errors)
{
    private readonly List<CompiledRoute> _routes = [];
    private readonly List<Candidate> _candidates = [];

    /// <summary>See <see cref="Router.Build"/>.</summary>
    public Router Build(IReadOnlyList<RouteConfig> routes, IReadOnlyList<ServiceConfig> services)
    {
        // 1.
        var servicesById = services.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var compiler = new RouteCompiler(settings, errors);
        foreach (var route in routes)
        {
            AddRoute(route, servicesById, compiler);
        }

        // 2.
        CandidateTraits[] ordered = [.. _candidates.Select(c => new CandidateTraits(c))];
        Array.Sort(ordered, CandidateOrder.Of(settings.Flavor));
        for (int rank = 0; rank < ordered.Length; rank++)
        {
            ordered[rank].Candidate.Rank = rank;
        }

        // 3.
        return Group(ordered.Select(o => o.Candidate));
    }

    private void AddRoute(RouteConfig config, Dictionary<string, ServiceConfig> services, RouteCompiler compiler)
    {
        ServiceConfig? service = null;
        if (config.ServiceId is not null && !services.TryGetValue(config.ServiceId, out service))
        {
            errors.Add(new ConfigError($"routes[{config.Id}].service", "the service does not exist", config.ServiceId));
            return;
        }

        var route = new CompiledRoute(config, service, _routes.Count, settings.Flavor);
        if (service is { Enabled: false } || route.Protocols.HasFlag(RouteProtocols.Stream))
        {
            return;
        }

        if (compiler.TryCompile(route, _candidates))
        {
            _routes.Add(route);
        }
    }

    private Router Group(IEnumerable<Candidate> ordered)
    {
        var anyHost = new List<Candidate>();
        var tables = new Dictionary<byte[], List<Candidate>>[3];
        for (int i = 0; i < tables.Length; i++)
        {
            tables[i] = new Dictionary<byte[], List<Candidate>>(ByteComparer.Instance);
        }

        foreach (var candidate in ordered)
        {
            if (candidate.Conditions.Hosts is null)
            {
                anyHost.Add(candidate);
                continue;
            }

            foreach (var pattern in candidate.Conditions.Hosts.All)
            {
                AddTo(tables[(int)pattern.Kind], pattern.Value, candidate);
            }
        }

        return new Router(
            _routes,
            settings,
            TableOf(tables[(int)HostPatternKind.Exact]),
            TableOf(tables[(int)HostPatternKind.Suffix]),
            TableOf(tables[(int)HostPatternKind.Prefix]),
            anyHost.Count == 0 ? null : new RouteGroup(anyHost));
    }

    private static void AddTo(Dictionary<byte[], List<Candidate>> table, byte[] key, Candidate candidate)
    {
        if (!table.TryGetValue(key, out var list))
        {
            table[key] = list = new List<Candidate>(1);
        }

        // A host may stand twice, with two ports.
        if (list.Count == 0 || !ReferenceEquals(list[^1], candidate))
        {
            list.Add(candidate);
        }
    }

    private static ByteTable<RouteGroup> TableOf(Dictionary<byte[], List<Candidate>> lists)
        => new(lists.Select(entry => (entry.Key, new RouteGroup(entry.Value))));
}
