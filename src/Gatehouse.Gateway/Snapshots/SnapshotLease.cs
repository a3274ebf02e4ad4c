namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// Counts the exchanges that use a snapshot, one counter per loop and touched only on that loop's thread: no contention and
/// no interlocked instruction on the request path. A loop that has moved on to a newer snapshot says so with
/// <see cref="Retire"/>; when all have, and every counter is zero, the snapshot is done.
/// </summary>
internal sealed class SnapshotLease(int loops, Action onDrained)
{
    // One cache line per loop.
    private const int Stride = 16;

    private readonly int[] _inUse = new int[loops * Stride];
    private readonly bool[] _retired = new bool[loops];
    private int _loopsLeft = loops;

    /// <summary>An exchange starts on that loop.</summary>
    public void Enter(int loop) => _inUse[loop * Stride]++;

    /// <summary>An exchange ends on that loop.</summary>
    public void Leave(int loop)
    {
        if (--_inUse[loop * Stride] == 0 && _retired[loop])
        {
            LoopIsDone();
        }
    }

    /// <summary>No exchange will start on that loop any more. Once per loop, on its thread.</summary>
    public void Retire(int loop)
    {
        _retired[loop] = true;
        if (_inUse[loop * Stride] == 0)
        {
            LoopIsDone();
        }
    }

    private void LoopIsDone()
    {
        if (Interlocked.Decrement(ref _loopsLeft) == 0)
        {
            onDrained();
        }
    }
}
