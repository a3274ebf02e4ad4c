using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// What plugins may ask for while they are built, by type: a list, so that nothing else can be reached. Beside the node's services
/// that are the <see cref="ConfigSet"/> being compiled, its <see cref="Destinations"/> and the clock.
/// </summary>
internal sealed class PluginServices : IServiceProvider
{
    private readonly IdentityServices _identity;
    private readonly ConfigSet _config;
    private readonly Destinations _destinations;
    private readonly List<object> _others;

    /// <param name="identity">Who is who, which changes with each snapshot.</param>
    /// <param name="time">The clock of the node.</param>
    /// <param name="others">What the node has for all snapshots.</param>
    public PluginServices(IdentityServices identity, TimeProvider time, params IEnumerable<object> others)
        : this(identity, ConfigSet.Empty, new Destinations(ConfigSet.Empty), [time, .. others])
    {
    }

    private PluginServices(IdentityServices identity, ConfigSet config, Destinations destinations, List<object> others)
    {
        _identity = identity;
        _config = config;
        _destinations = destinations;
        _others = others;
    }

    /// <summary>Adds a service of the node, before the first snapshot is built.</summary>
    public void Add(object service) => _others.Add(service);

    /// <summary>The same for the snapshot of another configuration.</summary>
    public PluginServices With(ConfigSet config, IdentityDirectory directory, Destinations destinations)
        => new(new IdentityServices { Directory = directory, Node = _identity.Node }, config, destinations, _others);

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
        => serviceType == typeof(IdentityServices) ? _identity
            : serviceType == typeof(ConfigSet) ? _config
            : serviceType == typeof(Destinations) ? _destinations
            : serviceType == typeof(TimeProvider) ? _others[0]
            : _others.Find(o => o.GetType() == serviceType);
}
