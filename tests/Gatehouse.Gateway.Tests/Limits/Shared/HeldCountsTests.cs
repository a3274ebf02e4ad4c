using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Shared;
using Gatehouse.Protocols.Redis;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

public sealed class HeldCountsTests
{
    private const long Second = LimitWindow.Second;

    private readonly HeldCounts _counts = new();
    private readonly LimitRule _rule = LimitBench.Rule(LimitAlgorithm.Concurrency, 5);

    [Fact]
    public void Crowd_of_identities_that_hold_nothing_is_forgotten_and_who_holds_is_not()
    {
        Take(_rule, 0);
        for (int i = 1; i <= 100_000; i++)
        {
            Take(_rule, (UInt128)i);
            _counts.Give(_rule, (UInt128)i, 1);
            _counts.Settle(_rule, (UInt128)i, RedisFailure.None, _counts.Say(_rule, (UInt128)i, 1), 0);
        }

        Assert.InRange(_counts.Kept, 1, HeldCounts.Most + 1);
        Assert.Equal([(_rule, (UInt128)0)], _counts.Due(10 * Second, Second));
        _counts.Give(_rule, 0, 1);
        Assert.Empty(_counts.Due(100 * Second, Second));
        Assert.Equal(0, _counts.Kept);
    }

    [Fact]
    public void Rule_of_another_snapshot_is_the_same_count()
    {
        var reloaded = LimitBench.Rule(LimitAlgorithm.Concurrency, 9);
        Take(_rule, 7);
        _counts.Settle(reloaded, 7, RedisFailure.TimedOut, _counts.Say(reloaded, 7, 1), 0);

        // All that is held is said again under the new name, whoever speaks next.
        Assert.Equal(new HeldWord(1, 1), _counts.Say(_rule, 7, 1));
        Assert.Equal(1, _counts.Kept);
    }

    [Fact]
    public void Count_with_another_name_is_kept_until_the_server_has_forgotten_the_first()
    {
        _counts.Settle(_rule, 1, RedisFailure.TimedOut, _counts.Say(_rule, 1, Second), 0);
        Assert.Empty(_counts.Due(7 * Second, Second));
        Assert.Equal(1, _counts.Kept);
        Assert.Empty(_counts.Due(8 * Second, Second));
        Assert.Equal(0, _counts.Kept);
    }

    private void Take(LimitRule rule, UInt128 key) => _counts.Settle(rule, key, RedisFailure.None, _counts.Say(rule, key, 1), 1);
}
