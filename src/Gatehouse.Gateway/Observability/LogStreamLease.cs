namespace Gatehouse.Gateway.Observability;

/// <summary>A share of a log stream, given back by disposing it.</summary>
public sealed class LogStreamLease : IDisposable
{
    private Action? _release;

    internal LogStreamLease(LogStream stream, Action release)
    {
        Stream = stream;
        _release = release;
    }

    /// <summary>The stream.</summary>
    public LogStream Stream { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
