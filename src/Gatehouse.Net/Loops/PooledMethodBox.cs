using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Loops;

/// <summary>The box of one async method, with its stock per thread.</summary>
internal sealed class PooledMethodBox<TResult, TStateMachine> : PooledBox<TResult>
    where TStateMachine : IAsyncStateMachine
{
    // A stock per method and thread; what is beyond it is left to the collector.
    private const int MaxSpare = 4096;

    [ThreadStatic]
    private static Stack<PooledMethodBox<TResult, TStateMachine>>? _spare;

    private TStateMachine _stateMachine = default!;

    private PooledMethodBox() => MoveNextAction = MoveNext;

    /// <summary>A box for a method that suspends for the first time.</summary>
    public static PooledMethodBox<TResult, TStateMachine> Rent()
        => (_spare ??= new Stack<PooledMethodBox<TResult, TStateMachine>>(16)).TryPop(out var box)
            ? box
            : new PooledMethodBox<TResult, TStateMachine>();

    /// <summary>Takes the method's state over.</summary>
    public void Hold(ref TStateMachine stateMachine) => _stateMachine = stateMachine;

    /// <inheritdoc/>
    protected override void Return()
    {
        _stateMachine = default!;
        var spare = _spare ??= new Stack<PooledMethodBox<TResult, TStateMachine>>(16);
        if (spare.Count < MaxSpare)
        {
            spare.Push(this);
        }
    }

    private void MoveNext() => _stateMachine.MoveNext();
}
