using System.Threading.Tasks.Sources;

namespace Gatehouse.Net.Http1;

/// <summary>
/// One reusable asynchronous result of a connection. Starting and completing it allocates nothing, whatever the number of
/// connections that wait at the same time (pooled async builders keep two boxes per thread and drop the rest).
/// </summary>
/// <remarks>
/// Starts, completes and is awaited on one loop's thread, so the continuation runs inline: the captured scheduling context
/// is that loop anyway, and posting to it would cost a turn.
/// </remarks>
internal sealed class Http1Completion<T> : IValueTaskSource<T>
{
    private Action<object?>? _continuation;
    private object? _state;
    private T _result = default!;
    private short _version;
    private bool _completed;

    /// <summary>Started and not completed.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Begins a new operation; the previous one must have been completed or abandoned for good.</summary>
    public ValueTask<T> Start()
    {
        _version++;
        _completed = false;
        _continuation = null;
        _state = null;
        IsPending = true;
        return new ValueTask<T>(this, _version);
    }

    /// <summary>Completes the operation and runs who waits for it.</summary>
    public void Complete(T result)
    {
        IsPending = false;
        _result = result;
        _completed = true;
        Action<object?>? continuation = _continuation;
        if (continuation is not null)
        {
            object? state = _state;
            _continuation = null;
            _state = null;
            continuation(state);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token)
    {
        Check(token);
        return _completed ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);
        if (_completed)
        {
            continuation(state);
            return;
        }

        _continuation = continuation;
        _state = state;
    }

    T IValueTaskSource<T>.GetResult(short token)
    {
        Check(token);
        return _completed ? _result : throw new InvalidOperationException("The operation has not completed.");
    }

    private void Check(short token)
    {
        if (token != _version)
        {
            throw new InvalidOperationException("The result of an operation may be awaited once, before the next one starts.");
        }
    }
}
