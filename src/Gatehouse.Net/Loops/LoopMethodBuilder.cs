using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Loops;

#pragma warning disable CA1822 // The compiler calls these members on an instance.

/// <summary>
/// Builds async methods of the hot path that return <see cref="ValueTask"/>: suspended state is taken from a stock of the
/// thread, so that nothing is allocated after warm-up however many calls are suspended. The execution context does not flow.
/// </summary>
/// <remarks>Await such methods with <c>ConfigureAwait(false)</c>: they complete on the loop they were called on.</remarks>
public struct LoopMethodBuilder
{
    private LoopResultMethodBuilder<bool> _inner;

    /// <summary>The value task of the call.</summary>
    public ValueTask Task => _inner.AsValueTask();

    public static LoopMethodBuilder Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
        => stateMachine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public void SetResult() => _inner.SetResult(true);

    public void SetException(Exception exception) => _inner.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
        => _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
}
