using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Tests.Exchanges;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Overload;

public class NodeGuardTests
{
    private readonly NodeCounters _counters = new(2);

    [Fact]
    public void Requests_beyond_the_bound_are_refused_and_those_up_to_it_are_not()
    {
        var guard = Guard(new NodeGuardOptions { MaxRequests = 10 });
        for (int i = 0; i < 10; i++)
        {
            _counters.RequestStarted(0);
            Assert.Equal(OverloadCause.None, guard.Refuses(0, i + 1));
        }

        _counters.RequestStarted(0);
        Assert.Equal(OverloadCause.Requests, guard.Refuses(0, 11));
        Assert.Equal(1, guard.Shed(OverloadCause.Requests));
        _counters.RequestEnded(0);
        Assert.Equal(OverloadCause.None, guard.Refuses(0, 10));
    }

    [Theory]
    [InlineData(89, 0)]
    [InlineData(90, 0)]
    [InlineData(92.5, 500)]
    [InlineData(95, 1000)]
    [InlineData(99, 1000)]
    public void Memory_refuses_a_share_that_grows(double percent, int refused)
    {
        var guard = Guard(new NodeGuardOptions { MaxMemoryPercent = 90 });
        guard.NoteMemory((long)(percent * 1000), 100_000);
        Assert.Equal(refused, Refused(guard, OverloadCause.Memory));
    }

    [Theory]
    [InlineData(499, 0)]
    [InlineData(1250, 500)]
    [InlineData(2000, 1000)]
    [InlineData(60_000, 1000)]
    public void Lag_of_a_loop_refuses_a_share_of_its_requests_only(double milliseconds, int refused)
    {
        var guard = Guard(new NodeGuardOptions());
        guard.NoteLag(1, milliseconds);
        Assert.Equal(0, Refused(guard, OverloadCause.Lag, loop: 1));
        guard.NoteLag(1, milliseconds);
        Assert.Equal(refused, Refused(guard, OverloadCause.Lag, loop: 1));
        Assert.Equal(0, Refused(guard, OverloadCause.Lag, loop: 0));
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(60_000)]
    public void Lag_is_forgotten_within_a_second_however_long_the_stop_was(double milliseconds)
    {
        var guard = Guard(new NodeGuardOptions());
        guard.NoteLag(0, milliseconds);
        guard.NoteLag(0, milliseconds);
        for (int i = 0; i < 10; i++)
        {
            guard.NoteLag(0, 1);
        }

        Assert.Equal(0, Refused(guard, OverloadCause.Lag));
    }

    [Fact]
    public void Guards_that_are_off_refuse_nothing()
    {
        var guard = Guard(new NodeGuardOptions { MaxRequests = 0, MaxMemoryPercent = 0, MaxLag = TimeSpan.Zero });
        guard.NoteLag(0, 60_000);
        guard.NoteLag(0, 60_000);
        guard.NoteMemory(1000, 1000);
        Assert.Equal(OverloadCause.None, guard.Refuses(0, int.MaxValue));
    }

    [Fact]
    public void Episode_is_logged_once_when_it_begins_and_once_when_it_ends()
    {
        var log = new LogLines();
        var guard = new NodeGuard(new NodeGuardOptions(), _counters, 2, log);
        guard.NoteLag(0, 60_000);
        guard.NoteLag(0, 60_000);
        Refused(guard, OverloadCause.Lag);
        guard.NoteMemory(1, 1000);
        guard.NoteMemory(1, 1000);
        guard.NoteMemory(1, 1000);
        Assert.Equal(2, log.Lines.Count(l => l.Contains("overloaded", StringComparison.Ordinal)));
    }

    private NodeGuard Guard(NodeGuardOptions options) => new(options, _counters, 2, NullLogger.Instance);

    private static int Refused(NodeGuard guard, OverloadCause cause, int loop = 0)
        => Enumerable.Range(0, 1000).Count(_ => guard.Refuses(loop, 1) == cause);
}
