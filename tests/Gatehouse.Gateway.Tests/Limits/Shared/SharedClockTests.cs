using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Shared;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

/// <summary>The time that nodes share: whoever sets a clock moves nothing, and quick answers count more than slow ones.</summary>
public sealed class SharedClockTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = LimitWindow.Second;

    private readonly SettableClock _time = new();
    private readonly SharedClock _clock;

    public SharedClockTests() => _clock = new SharedClock(new LimitClock(_time));

    private long Server => ((new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks * 100) + _time.Elapsed;

    [Fact]
    public void Wall_clock_of_the_node_that_is_set_moves_nothing()
    {
        Assert.False(_clock.IsSet);
        Assert.True(Learn(Server, 0, 0));
        Assert.InRange(_clock.Calendar - Server, -1, 1);
        foreach (int hours in (int[])[-30, 5, 24 * 400])
        {
            _time.Wall += TimeSpan.FromHours(hours);
            _time.Elapsed += Second;
            Assert.InRange(_clock.Calendar - Server, -1, 1);
        }
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(0.3)]
    public void Clock_of_the_server_that_is_set_moves_nothing(double seconds)
    {
        Learn(Server, 0, 0);
        _time.Elapsed += 30 * Second;
        Assert.False(Learn(Server + (long)(seconds * Second), 0, 0));
        Assert.InRange(_clock.Calendar - Server, -1, 1);
    }

    [Fact]
    public void Slow_first_answer_gives_way_to_a_quick_one_and_a_quick_one_not_to_a_slow_one()
    {
        // The question was long on its way, the answer was not: half of 40 ms wrong.
        Learn(Server, sent: 40 * Millisecond, received: 0);
        Assert.True(_clock.IsSet);
        Assert.False(_clock.IsClose);
        Assert.InRange(_clock.Calendar - Server, 19 * Millisecond, 21 * Millisecond);

        Learn(Server, sent: Millisecond / 5, received: Millisecond / 5);
        Assert.True(_clock.IsClose);
        Assert.InRange(_clock.Calendar - Server, -Millisecond / 5, Millisecond / 5);

        _time.Elapsed += Second;
        Assert.True(Learn(Server, sent: 0, received: 90 * Millisecond));
        Assert.InRange(_clock.Calendar - Server, -Millisecond / 5, Millisecond / 5);
    }

    [Fact]
    public void Drift_is_followed()
    {
        Learn(Server, Millisecond / 10, Millisecond / 10);
        for (long drift = Millisecond; drift <= 20 * Millisecond; drift += Millisecond)
        {
            _time.Elapsed += 30 * Second;
            Assert.True(Learn(Server + drift, Millisecond / 2, Millisecond / 2));
            Assert.InRange(_clock.Calendar - Server - drift, -Millisecond, Millisecond);
        }
    }

    /// <summary>The server looked at its clock so long after it was asked and so long before its answer was there.</summary>
    private bool Learn(long server, long sent, long received) => _clock.Learn(server, _clock.Now - sent, _clock.Now + received);
}
