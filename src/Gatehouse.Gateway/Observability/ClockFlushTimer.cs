namespace Gatehouse.Gateway.Observability;

/// <summary>A flush timer for threads that are not loops.</summary>
internal sealed class ClockFlushTimer : ILogFlushTimer
{
    private readonly ITimer _timer;

    public ClockFlushTimer(TimeProvider time, Action flush)
        => _timer = time.CreateTimer(
            static state => ((Action)state!)(), flush, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Arm(int milliseconds) => _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
