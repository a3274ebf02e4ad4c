using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Overload;

/// <summary>Measures how late one loop comes to its events, by a timer; the first loop's watch looks at memory, too.</summary>
internal sealed class LoopWatch(Loop loop, NodeGuard guard) : LoopTimer
{
    private const int PauseMilliseconds = 100;
    private const int TurnsPerMemoryLook = 5;

    private long _due;
    private int _turns;

    /// <summary>Begins; on the loop's thread.</summary>
    public void Start()
    {
        _due = loop.NowMilliseconds + PauseMilliseconds;
        loop.Arm(this, PauseMilliseconds);
    }

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        guard.NoteLag(loop.Index, Math.Max(0, loop.NowMilliseconds - _due));
        if (loop.Index == 0 && ++_turns % TurnsPerMemoryLook == 0)
        {
            guard.NoteMemory(Environment.WorkingSet, GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes);
        }

        Start();
    }
}
