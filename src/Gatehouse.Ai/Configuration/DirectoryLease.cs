namespace Gatehouse.Ai.Configuration;

/// <summary>Use of a directory; disposed once.</summary>
internal sealed class DirectoryLease(AiDirectory directory, Action release) : IDisposable
{
    private Action? _release = release;

    public AiDirectory Directory { get; } = directory;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
