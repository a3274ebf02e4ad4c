using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Shared;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits.Shared;

/// <summary>What leases make of the server's word.</summary>
public sealed class LeaseFetchTests
{
    private const long Millisecond = 1_000_000;

    /// <summary>The end counted from the answer, and units of a window were given out in the next one for as long as an answer takes.</summary>
    [Theory]
    [InlineData(0, 8)]
    [InlineData(4, 8)]
    [InlineData(5, 0)]
    [InlineData(9, 0)]
    public void Share_of_a_fixed_window_ends_with_it_however_late_the_answer_comes(int answeredAfter, long expected)
    {
        const long Asked = 1000 * Millisecond;
        var rule = LimitBench.Rule(LimitAlgorithm.FixedWindow, 100);
        var batch = LimitBench.Batch((rule, 7, 1));
        var lease = new Lease();
        var fetch = LeaseFetch.Rent();
        Assert.True(lease.TryBeginFetch());
        fetch.Add(batch[0], 0, lease, share: 8);
        fetch.Batch[0].IsAdmitted = true;
        fetch.Batch[0].Reset = 5 * Millisecond;
        long now = Asked + (answeredAfter * Millisecond);
        fetch.Settle(batch, LimitOutcome.Admitted, Asked, now, life: 100 * Millisecond);
        fetch.EndShares();
        fetch.Return();
        Assert.Equal(expected, lease.UnitsAt(now));
        Assert.Equal(0, lease.UnitsAt(Asked + (5 * Millisecond)));
    }
}
