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
            _ => new SingleRouter(new RedisLink(context, dialer, new FixedLocator(context.Options.EndPoints))),
        };
    }
}
