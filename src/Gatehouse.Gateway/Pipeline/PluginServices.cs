using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Redis;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>What plugins may ask for while they are built: a list, so that nothing else can be reached.</summary>
internal sealed class PluginServices(
    ObservabilityServices observability, IdentityServices identity, OutboundClient outbound, OverloadNode overload, RedisNodes redis,
    LimitServices limits) : IServiceProvider
{
    /// <summary>The same with who is who in another snapshot.</summary>
    public PluginServices With(IdentityDirectory directory)
        => new(observability, new IdentityServices { Directory = directory, Node = identity.Node }, outbound, overload, redis, limits);

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
        => serviceType == typeof(ObservabilityServices) ? observability
            : serviceType == typeof(IdentityServices) ? identity
            : serviceType == typeof(OutboundClient) ? outbound
            : serviceType == typeof(OverloadNode) ? overload
            : serviceType == typeof(RedisNodes) ? redis
            : serviceType == typeof(LimitServices) ? limits
            : null;
}
