using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>A route as it runs: its configuration, its service and the plugins that apply while nobody is known.</summary>
internal sealed record RouteState(RouteConfig Route, ServiceState? Service, PluginChain Chain)
{
    /// <summary>What observers derive from it.</summary>
    public RouteData Data { get; } = new();
}
