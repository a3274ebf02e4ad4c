using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Gatehouse.Net.Loops;

/// <summary>
/// The state of a suspended async method: the value task's source while it runs, kept by its thread for the next call of the
/// same method afterwards.
/// </summary>
/// <remarks>
/// The framework's pooling builder keeps one box per thread and core; with 64 exchanges suspended in the same method it
/// allocates 63 of them anew (measured: 146 B per suspended call). A loop suspends thousands, always on one thread.
/// </remarks>
internal abstract class PooledBox<TResult> : IValueTaskSource<TResult>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<TResult> _core;

    /// <summary>Identifies this use of the box.</summary>
    public short Version => _core.Version;

    /// <summary>Resumes the method.</summary>
    public Action MoveNextAction { get; protected init; } = null!;

    /// <summary>The method has returned.</summary>
    public void SetResult(TResult result) => _core.SetResult(result);

    /// <summary>The method has thrown.</summary>
    public void SetException(Exception exception) => _core.SetException(exception);

    /// <inheritdoc/>
    public TResult GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Return();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    /// <summary>Forgets the method's state and goes back to the stock.</summary>
    protected abstract void Return();
}
