namespace Gatehouse.Net.Loops;

/// <summary>Brings awaits of foreign tasks back to the loop they were made on.</summary>
internal sealed class LoopSynchronizationContext(QueuedLoop loop) : SynchronizationContext
{
    /// <summary>Nested continuations before the rest waits for the next turn: each costs a few hundred bytes of stack.</summary>
    private const int MaxDepth = 16;

    private int _depth;

    /// <summary>
    /// From the loop itself this is a value task of ours that has just completed and whose awaiter captured the context: it goes
    /// on at once. From anywhere else it goes through the queue.
    /// </summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!loop.IsCurrent || _depth >= MaxDepth)
        {
            loop.Enqueue(new WorkItem(d, state));
            return;
        }
        // On for the continuation even where TLS has taken it off: its next await must find the way back as well.
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        _depth++;
        try
        {
            d(state);
        }
        finally
        {
            _depth--;
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs at once on the loop itself; from elsewhere it would block a thread, which nobody here may do.</summary>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!loop.IsCurrent)
        {
            throw new NotSupportedException("A loop takes work through Post only.");
        }
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
