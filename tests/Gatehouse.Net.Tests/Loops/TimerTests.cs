using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Loops;

public sealed class TimerTests : IDisposable
{
    private const long Resolution = 8;

    private readonly ManualLoop _loop = new();
    private readonly List<(string Name, long At)> _log = [];

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    [InlineData(16_376)]
    [InlineData(16_384)]
    [InlineData(60_000)]
    [InlineData(86_400_000)]
    public void Timer_fires_once_not_early_and_within_the_resolution(long delay)
    {
        long start = _loop.NowMilliseconds;
        RecordingTimer timer = Timer("a");
        _loop.Run(() => _loop.Arm(timer, delay));
        Assert.True(timer.IsArmed);
        _loop.Advance(delay + 100_000);
        (string _, long at) = Assert.Single(_log);
        Assert.InRange(at - start, delay, delay + (2 * Resolution));
        Assert.False(timer.IsArmed);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_deadlines()
    {
        long[] delays = [50_000, 10, 30_000, 200, 90_000, 1000, 16_500];
        _loop.Run(() =>
        {
            foreach (long delay in delays)
            {
                _loop.Arm(Timer($"{delay}"), delay);
            }
        });
        _loop.Advance(100_000);
        Assert.Equal(delays.Order().Select(d => $"{d}"), _log.Select(entry => entry.Name));
    }

    [Fact]
    public void Armed_timer_moved_later_waits_for_the_later_deadline()
    {
        long start = _loop.NowMilliseconds;
        RecordingTimer timer = Timer("a");
        _loop.Run(() => _loop.Arm(timer, 100));
        _loop.Advance(90);
        _loop.Run(() => _loop.Arm(timer, 1000));
        _loop.Advance(5000);
        Assert.InRange(Assert.Single(_log).At - start, 1090, 1090 + (2 * Resolution));
    }

    [Fact]
    public void Armed_timer_moved_earlier_fires_at_the_earlier_deadline()
    {
        long start = _loop.NowMilliseconds;
        RecordingTimer timer = Timer("a");
        _loop.Run(() => _loop.Arm(timer, 50_000));
        _loop.Run(() => _loop.Arm(timer, 100));
        _loop.Advance(60_000);
        Assert.InRange(Assert.Single(_log).At - start, 100, 100 + (2 * Resolution));
    }

    [Fact]
    public void Disarmed_timer_does_not_fire_and_can_be_armed_again()
    {
        RecordingTimer timer = Timer("a");
        _loop.Run(() =>
        {
            _loop.Disarm(timer);
            _loop.Arm(timer, 100);
            _loop.Disarm(timer);
            _loop.Disarm(timer);
        });
        Assert.False(timer.IsArmed);
        _loop.Advance(1000);
        Assert.Empty(_log);
        _loop.Run(() => _loop.Arm(timer, 10));
        _loop.Advance(100);
        Assert.Single(_log);
    }

    [Fact]
    public void Timer_that_arms_itself_fires_again_and_lets_the_loop_rest_between()
    {
        RecordingTimer? timer = null;
        timer = new RecordingTimer(_loop, _log, "a") { Then = () => _loop.Arm(timer!, 0) };
        _loop.Run(() => _loop.Arm(timer, 0));
        _loop.Advance(1000);
        Assert.InRange(_log.Count, 50, 1000 / Resolution);
    }

    [Fact]
    public void Timer_that_disarms_another_of_the_same_tick_keeps_it_from_firing()
    {
        RecordingTimer victim = Timer("victim");
        var other = Timer("other");
        var killer = new RecordingTimer(_loop, _log, "killer")
        {
            Then = () =>
            {
                _loop.Disarm(victim);
                _loop.Disarm(other);
            },
        };
        _loop.Run(() =>
        {
            _loop.Arm(victim, 100);
            _loop.Arm(killer, 100);
        });
        _loop.Advance(1000);
        // The order inside one tick is open: whoever is second must not run when the killer was first.
        Assert.Equal("killer", _log[^1].Name);
        Assert.False(victim.IsArmed);
    }

    [Fact]
    public void Loop_that_slept_long_fires_everything_that_is_overdue_in_order()
    {
        var wheel = new TimerWheel(0);
        var timers = Enumerable.Range(1, 100).Select(i => (Timer: Timer($"{i}"), Deadline: (long)i * 700)).ToList();
        foreach ((RecordingTimer timer, long deadline) in timers)
        {
            wheel.Arm(timer, deadline);
        }
        var due = new List<LoopTimer>();
        while (wheel.TakeDue(1_000_000) is { } timer)
        {
            due.Add(timer);
        }
        Assert.Equal(timers.Select(t => (LoopTimer)t.Timer), due);
    }

    [Fact]
    public void Wheel_behaves_as_a_sorted_list_under_any_sequence_of_operations()
    {
        Gen<(int Op, int Timer, int Value)> step = from op in Gen.Choose(0, 3)
                                                   from timer in Gen.Choose(0, 9)
                                                   from value in Gen.OneOf(Gen.Choose(0, 50), Gen.Choose(0, 40_000))
                                                   select (op, timer, value);
        Prop.ForAll(step.ArrayOf().ToArbitrary(), steps => Behaves(steps)).QuickCheckThrowOnFailure();
    }

    private static bool Behaves((int Op, int Timer, int Value)[] steps)
    {
        long now = 5;
        var wheel = new TimerWheel(now);
        var log = new List<(string, long)>();
        using var loop = new ManualLoop();
        RecordingTimer[] timers = [.. Enumerable.Range(0, 10).Select(i => new RecordingTimer(loop, log, $"{i}"))];
        long[] deadlines = [.. Enumerable.Repeat(long.MaxValue, 10)];
        foreach ((int op, int index, int value) in steps)
        {
            if (op == 0)
            {
                wheel.Disarm(timers[index]);
                deadlines[index] = long.MaxValue;
            }
            else if (op == 1)
            {
                now += value;
                while (wheel.TakeDue(now) is { } fired)
                {
                    int which = Array.IndexOf(timers, fired);
                    if (deadlines[which] > now)
                    {
                        return false;
                    }
                    deadlines[which] = long.MaxValue;
                }
                if (deadlines.Any(d => d < now - (2 * Resolution)))
                {
                    return false;
                }
            }
            else
            {
                wheel.Arm(timers[index], now + value);
                deadlines[index] = now + value;
            }
            long next = wheel.UntilNext(now);
            long earliest = deadlines.Min();
            if ((earliest == long.MaxValue) != (next < 0) || (next >= 0 && now + next > earliest + (2 * Resolution)))
            {
                return false;
            }
        }
        return true;
    }

    private RecordingTimer Timer(string name) => new(_loop, _log, name);
}
