using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Loops;

/// <summary>Awaitable and awaiter in one: see <see cref="LoopExtensions.SwitchTo"/>.</summary>
public readonly record struct LoopSwitch(Loop Loop) : ICriticalNotifyCompletion
{
    /// <summary>Whether the caller is on the loop already.</summary>
    public bool IsCompleted => Loop.IsCurrent;

    /// <summary>The awaiter.</summary>
    public LoopSwitch GetAwaiter() => this;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => Loop.Post(static state => ((Action)state!)(), continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => OnCompleted(continuation);

    /// <summary>Nothing to hand out.</summary>
    public void GetResult()
    {
    }
}
