using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Tests.Loops;

/// <summary>Notes when it fired.</summary>
internal sealed class RecordingTimer(Loop loop, List<(string Name, long At)> log, string name) : LoopTimer
{
    public Action? Then { get; init; }

    protected internal override void OnElapsed()
    {
        log.Add((name, loop.NowMilliseconds));
        Then?.Invoke();
    }
}
