using System.Text;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Routing;

/// <summary>A route as the router hands it out: configuration, service, and what the road needs of them in bytes. Immutable.</summary>
internal sealed class CompiledRoute
{
    private readonly byte[] _servicePath;

    /// <param name="config">The route.</param>
    /// <param name="service">Its service, null when it has none.</param>
    /// <param name="index">Position among the compiled routes.</param>
    /// <param name="flavor">Decides whether <c>path_handling</c> v1 is honoured.</param>
    public CompiledRoute(RouteConfig config, ServiceConfig? service, int index, RouterFlavor flavor)
    {
        Config = config;
        Service = service;
        Index = index;
        PathHandling = flavor == RouterFlavor.Traditional && config.PathHandling == "v1" ? PathHandling.V1 : PathHandling.V0;
        Protocols = RouteProtocolSet.From(config.Protocols);
        _servicePath = Encoding.UTF8.GetBytes(string.IsNullOrEmpty(service?.Path) ? "/" : service.Path);
    }

    /// <summary>The route as configured.</summary>
    public RouteConfig Config { get; }

    /// <summary>The service; null: the request ends with 503 after the plugins have run.</summary>
    public ServiceConfig? Service { get; }

    /// <summary>Position among the compiled routes, 0 … <see cref="Router.Routes"/>.Count − 1; for tables kept beside the router.</summary>
    public int Index { get; }

    /// <summary>The service's path, <c>/</c> when it has none.</summary>
    public ReadOnlySpan<byte> ServicePath => _servicePath;

    /// <summary>v1 only where the flavor knows it.</summary>
    public PathHandling PathHandling { get; }

    /// <summary>The route's protocols.</summary>
    public RouteProtocols Protocols { get; }
}
