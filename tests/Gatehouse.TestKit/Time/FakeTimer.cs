namespace Gatehouse.TestKit.Time;

/// <summary>A timer of a <see cref="FakeClock"/>; its times are guarded by the clock's lock.</summary>
internal sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
{
    private bool _disposed;

    public TimeSpan Due { get; set; }

    public TimeSpan Period { get; set; }

    public void Fire()
    {
        if (!Volatile.Read(ref _disposed))
        {
            callback(state);
        }
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (Volatile.Read(ref _disposed))
        {
            return false;
        }

        clock.Arm(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        clock.Disarm(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
