using Gatehouse.Net.Loops;

namespace Gatehouse.Fuzz.Simulation;

/// <summary>A loop on the caller's thread with time that passes only when told to: every run is the same run.</summary>
internal sealed class SimulatedLoop : Loop
{
    private readonly Queue<(Action<object?> Callback, object? State)> _posted = new();
    private readonly List<LoopTimer> _timers = [];
    private long _now = 1_000_000;

    public override int Index => 0;

    public override long NowMilliseconds => _now;

    public int ArmedTimers => _timers.Count;

    public override void Post(Action<object?> callback, object? state) => _posted.Enqueue((callback, state));

    public override void Arm(LoopTimer timer, long delayMilliseconds)
    {
        if (!timer.IsArmed)
        {
            _timers.Add(timer);
        }

        timer.DeadlineMilliseconds = _now + delayMilliseconds;
    }

    public override void Disarm(LoopTimer timer)
    {
        _timers.Remove(timer);
        timer.DeadlineMilliseconds = long.MaxValue;
    }

    /// <summary>Runs what was posted until nothing is left; throws when that does not end.</summary>
    public void RunUntilIdle(int maxTurns = 10_000_000)
    {
        while (_posted.TryDequeue(out (Action<object?> Callback, object? State) work))
        {
            work.Callback(work.State);
            if (--maxTurns == 0)
            {
                throw new InvalidOperationException("The loop does not come to rest.");
            }
        }
    }

    /// <summary>Lets time pass, timer by timer.</summary>
    public void Advance(long milliseconds)
    {
        RunUntilIdle();
        long end = _now + milliseconds;
        while (NextTimer() is { } timer && timer.DeadlineMilliseconds <= end)
        {
            _now = Math.Max(_now, timer.DeadlineMilliseconds);
            Disarm(timer);
            timer.OnElapsed();
            RunUntilIdle();
        }

        _now = end;
    }

    public override void Dispose() => _posted.Clear();

    private LoopTimer? NextTimer() => _timers.MinBy(timer => timer.DeadlineMilliseconds);
}
