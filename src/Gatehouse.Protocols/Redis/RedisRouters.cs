using Gatehouse.Protocols.Redis.Cluster;
using Gatehouse.Protocols.Redis.Sentinel;

namespace Gatehouse.Protocols.Redis;

/// <summary>The router for each topology.</summary>
internal static class RedisRouters
{
    /// <summary>Makes it.</summary>
    public static IRedisRouter Create(RedisContext context)
    {
        var dialer = new RedisDialer(context);
        return context.Options.Topology switch
        {
            RedisTopology.Cluster => new ClusterRouter(context, dialer),
            RedisTopology.Sentinel => new SingleRouter(new RedisLink(context, dialer, new SentinelLocator(context, dialer))),
            _ => new SingleRouter(new RedisLink(context, dialer, new FixedLocator(context.Options.EndPoints))),
        };
    }
}
