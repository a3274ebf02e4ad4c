using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// How specific the scope of a plugin instance is, in Kong's order: consumer + route + service, group + route + service, consumer +
/// route, consumer + service, group + route, group + service, route + service, consumer, group, route, service, global.
/// </summary>
internal static class PluginScope
{
    /// <summary>The higher wins; −1 when the instance does not apply to the route and service. Consumer and group are taken to fit.</summary>
    public static int Score(PluginConfig config, string? route, string? service)
    {
        bool r = config.RouteId is not null, s = config.ServiceId is not null;
        if ((r && config.RouteId != route) || (s && config.ServiceId != service))
        {
            return -1;
        }

        return (config.ConsumerId is not null, config.ConsumerGroupId is not null, r, s) switch
        {
            (true, _, true, true) => 11,
            (_, true, true, true) => 10,
            (true, _, true, false) => 9,
            (true, _, false, true) => 8,
            (_, true, true, false) => 7,
            (_, true, false, true) => 6,
            (false, false, true, true) => 5,
            (true, _, false, false) => 4,
            (_, true, false, false) => 3,
            (_, _, true, false) => 2,
            (_, _, false, true) => 1,
            _ => 0,
        };
    }
}
