using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.TestKit.Tests.Waiting;

public class EventuallyTests
{
    [Fact]
    public async Task Condition_that_never_holds_fails_naming_what_was_waited_for()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.TrueAsync(() => false, "the moon", TimeSpan.FromMilliseconds(5)));
        Assert.Contains("the moon", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Condition_that_comes_true_ends_the_wait()
    {
        var calls = 0;
        await Eventually.TrueAsync(() => ++calls == 3, "three calls");
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Task_that_fails_by_itself_keeps_its_own_error() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Eventually.EndsAsync(Task.FromException(new InvalidOperationException()), "x"));

    [Fact]
    public async Task Task_that_stays_pending_stalls_and_one_that_ends_does_not()
    {
        Assert.True(await Eventually.StallsAsync(new TaskCompletionSource().Task, TimeSpan.FromMilliseconds(1)));
        Assert.False(await Eventually.StallsAsync(Task.FromException(new InvalidOperationException()), Eventually.DefaultDeadline));
    }
}
