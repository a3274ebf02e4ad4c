namespace Gatehouse.Gateway;

/// <summary>
/// What other rooms bring along for their plugins: an object per kind of service, for as long as the node lives. Plugins find it by
/// its type in <see cref="Core.Plugins.PluginBuildContext.Services"/>.
/// </summary>
public sealed class NodeServices
{
    private readonly List<Func<IServiceProvider, object>> _factories = [];

    /// <summary>Services in the order in which they are made.</summary>
    internal IReadOnlyList<Func<IServiceProvider, object>> Factories => _factories;

    /// <summary>
    /// Adds a service. It is made once, before the first configuration, and may ask for what plugins may ask for (the clock, metrics,
    /// the outbound client, …) and for services added before it. One that is <see cref="IAsyncDisposable"/> or
    /// <see cref="IDisposable"/> is disposed when the node has drained and its loops have ended, the last one first.
    /// </summary>
    public NodeServices Add<T>(Func<IServiceProvider, T> make)
        where T : class
    {
        _factories.Add(make);
        return this;
    }
}
