using Gatehouse.Gateway.Overload;
using Xunit;

namespace Gatehouse.Gateway.Tests.Overload;

public class QueueDrainTests
{
    private const int PerSecond = 1000;

    [Fact]
    public void Room_shrinks_as_the_queue_must_and_ends()
    {
        var drain = new QueueDrain(PerSecond);
        Assert.False(drain.IsOn);

        // 75 too many at 500 a second, of which 375 count: 200 ms.
        drain.Begin(now: 10_000, over: 75, rate: 500);
        Assert.True(drain.IsOn);
        Assert.Equal([75, 37, 1, 0], [drain.RoomAt(10_000), drain.RoomAt(10_100), drain.RoomAt(10_195), drain.RoomAt(10_200)]);
        Assert.False(drain.IsOn);
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(-3, 500)]
    [InlineData(75, 0)]
    public void Without_a_queue_or_an_answer_there_is_none(int over, double rate)
    {
        var drain = new QueueDrain(PerSecond);
        drain.Begin(10_000, over, rate);
        Assert.False(drain.IsOn);
    }

    [Fact]
    public void However_slow_the_service_it_is_over_after_a_second()
    {
        var drain = new QueueDrain(PerSecond);
        drain.Begin(10_000, 1000, 0.1);
        Assert.InRange(drain.RoomAt(10_999), 1, 10);
        Assert.Equal(0, drain.RoomAt(11_000));
    }
}
