using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Observability;

/// <summary>A flush timer on an event loop.</summary>
internal sealed class LoopFlushTimer(Loop loop, Action flush) : LoopTimer, ILogFlushTimer
{
    /// <inheritdoc/>
    public void Arm(int milliseconds) => loop.Arm(this, milliseconds);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The loop outlives the buffer or goes with it; a late tick flushes an empty buffer.
    }

    /// <inheritdoc/>
    protected override void OnElapsed() => flush();
}
