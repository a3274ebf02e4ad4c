using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>What plugins may ask for while they are built, by type: a list, so that nothing else can be reached.</summary>
/// <param name="identity">Who is who, which changes with each snapshot.</param>
/// <param name="others">What the node has for all snapshots.</param>
internal sealed class PluginServices(IdentityServices identity, params object[] others) : IServiceProvider
{
    /// <summary>The same with who is who in another snapshot.</summary>
    public PluginServices With(IdentityDirectory directory)
        => new(new IdentityServices { Directory = directory, Node = identity.Node }, others);

    /// <inheritdoc/>
    public object? GetService(Type serviceType)
        => serviceType == typeof(IdentityServices) ? identity : Array.Find(others, o => o.GetType() == serviceType);
}
