using System.Collections.Frozen;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Overload;

namespace Gatehouse.Gateway.Plugins.AdaptiveConcurrency;

/// <summary>Gives a priority to consumers, groups and routes.</summary>
internal sealed class PriorityRule(RequestPriority priority, IReadOnlyList<string> consumers, IReadOnlyList<string> groups, IReadOnlyList<string> routes)
{
    private readonly FrozenSet<string> _consumers = consumers.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _groups = groups.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _routes = routes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What it gives.</summary>
    public RequestPriority Priority => priority;

    public static PriorityRule From(ConfigReader reader) => new(
        RequestPriorities.Parse(reader.GetRequiredString("priority")),
        reader.GetStrings("consumers") ?? [],
        reader.GetStrings("consumer_groups") ?? [],
        reader.GetStrings("routes") ?? []);

    /// <summary>Whether it is about this request.</summary>
    public bool Matches(Exchange exchange)
    {
        if (_consumers.Count > 0 && exchange.Consumer is { } consumer && (Has(_consumers, consumer.Username) || Has(_consumers, consumer.Id)))
        {
            return true;
        }

        if (_groups.Count > 0)
        {
            var known = exchange.ConsumerGroups;
            for (int i = 0; i < known.Count; i++)
            {
                if (Has(_groups, known[i].Name) || Has(_groups, known[i].Id))
                {
                    return true;
                }
            }
        }

        return _routes.Count > 0 && exchange.Route is { } route && (Has(_routes, route.Name) || Has(_routes, route.Id));
    }

    private static bool Has(FrozenSet<string> set, string? name) => name is not null && set.Contains(name);
}
