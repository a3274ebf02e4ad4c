using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.TestKit.Tests.Time;

public class FakeClockTests
{
    private readonly FakeClock _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_due_in_one_advance_fire_in_order_of_their_time()
    {
        using var late = Timer("late", 20);
        using var early = Timer("early", 10);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["early@10", "late@20"], _fired);
    }

    [Fact]
    public void Timer_not_due_does_not_fire()
    {
        using var timer = Timer("a", 10);
        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Empty(_fired);
        Assert.Equal(1, _clock.ArmedTimers);
    }

    [Fact]
    public void Periodic_timer_fires_once_a_period()
    {
        using var timer = Timer("p", 1, period: 2);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["p@1", "p@3", "p@5"], _fired);
    }

    [Fact]
    public void Disposed_timer_does_not_fire()
    {
        Timer("gone", 1).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_fired);
    }

    [Fact]
    public async Task Delay_of_the_framework_follows_the_clock()
    {
        var delay = Task.Delay(Timeout.InfiniteTimeSpan, new CancellationTokenSource(TimeSpan.FromSeconds(5), _clock).Token);
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<TaskCanceledException>(() => delay);
    }

    private ITimer Timer(string name, int dueSeconds, int period = 0)
    {
        var start = _clock.GetTimestamp();
        return _clock.CreateTimer(_ => _fired.Add($"{name}@{_clock.GetElapsedTime(start).TotalSeconds}"), null, TimeSpan.FromSeconds(dueSeconds), TimeSpan.FromSeconds(period));
    }
}
