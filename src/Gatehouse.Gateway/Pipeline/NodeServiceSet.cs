namespace Gatehouse.Gateway.Pipeline;

/// <summary>The services of other rooms while a node, or a trial of one, lives.</summary>
internal sealed class NodeServiceSet : IAsyncDisposable
{
    private readonly List<object> _made = [];

    /// <summary>Makes them all and offers them to plugins.</summary>
    public NodeServiceSet(NodeServices? services, PluginServices offered)
    {
        foreach (var make in services?.Factories ?? [])
        {
            object made = make(offered);
            _made.Add(made);
            offered.Add(made);
        }
    }

    /// <summary>The first service that is one; null when there is none.</summary>
    public T? Find<T>()
        where T : class
        => _made.OfType<T>().FirstOrDefault();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (object service in Enumerable.Reverse(_made))
        {
            if (service is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (service as IDisposable)?.Dispose();
            }
        }

        _made.Clear();
    }
}
