using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Loops;

#pragma warning disable CA1822 // The compiler calls these members on an instance.

/// <summary>Like <see cref="LoopMethodBuilder"/>, for methods that return <see cref="ValueTask{TResult}"/>.</summary>
public struct LoopResultMethodBuilder<TResult>
{
    private PooledBox<TResult>? _box;
    private TResult _result;
    private Exception? _exception;

    /// <summary>The value task of the call.</summary>
    public readonly ValueTask<TResult> Task
        => _box is { } box ? new ValueTask<TResult>(box, box.Version)
            : _exception is { } exception ? ValueTask.FromException<TResult>(exception)
            : new ValueTask<TResult>(_result);

    public static LoopResultMethodBuilder<TResult> Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
        => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public void SetResult(TResult result)
    {
        if (_box is { } box)
        {
            box.SetResult(result);
        }
        else
        {
            _result = result;
        }
    }

    public void SetException(Exception exception)
    {
        if (_box is { } box)
        {
            box.SetException(exception);
        }
        else
        {
            _exception = exception;
        }
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => awaiter.OnCompleted(BoxOf(ref stateMachine).MoveNextAction);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => awaiter.UnsafeOnCompleted(BoxOf(ref stateMachine).MoveNextAction);

    /// <summary>The call without its result.</summary>
    internal readonly ValueTask AsValueTask()
        => _box is { } box ? new ValueTask(box, box.Version)
            : _exception is { } exception ? ValueTask.FromException(exception)
            : ValueTask.CompletedTask;

    private PooledBox<TResult> BoxOf<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is { } known)
        {
            return known;
        }

        // This builder is a field of the state machine: it must know its box before the state is copied into it.
        var box = PooledMethodBox<TResult, TStateMachine>.Rent();
        _box = box;
        box.Hold(ref stateMachine);
        return box;
    }
}
