using Gatehouse.Protocols.Redis;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis;

public class RedisBackoffTests
{
    [Fact]
    public void Pauses_double_up_to_the_longest_and_begin_anew_after_a_success()
    {
        var limits = new RedisLimits();
        var backoff = new RedisBackoff(limits.FirstPauseMilliseconds, limits.LongestPauseMilliseconds);
        for (int round = 0; round < 50; round++)
        {
            foreach (int step in new[] { 20, 40, 80, 160, 250, 250, 250 })
            {
                Assert.InRange(backoff.Next(), step / 2, step);
            }

            backoff.Reset();
        }
    }

    [Fact]
    public void A_server_that_was_away_for_days_is_not_forgotten()
    {
        var backoff = new RedisBackoff(20, 250);
        int[] pauses = [.. Enumerable.Range(0, 10_000).Select(_ => backoff.Next())];
        Assert.All(pauses.Skip(4), pause => Assert.InRange(pause, 125, 250));
    }
}
