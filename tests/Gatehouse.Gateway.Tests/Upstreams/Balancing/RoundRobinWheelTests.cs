using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Gateway.Upstreams.Balancing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Balancing;

public class RoundRobinWheelTests
{
    [Theory]
    [InlineData(new[] { 50, 25 }, 3)]
    [InlineData(new[] { 100, 100, 100 }, 3)]
    [InlineData(new[] { 7 }, 1)]
    [InlineData(new[] { 65535, 1 }, 65536)]
    [InlineData(new[] { 10, 4, 6 }, 10)]
    public void Wheel_has_sum_over_gcd_slots(int[] weights, int slots) => Assert.Equal(slots, RoundRobinWheel.Build(weights).Length);

    [Fact]
    public void No_weights_make_no_wheel() => Assert.Empty(RoundRobinWheel.Build([]));

    [Fact]
    public void Wheel_of_5_1_1_is_spread() => Assert.Equal([0, 0, 1, 0, 2, 0, 0], RoundRobinWheel.Build([5, 1, 1]));

    [Fact]
    public void Every_peer_has_its_exact_share_in_a_turn()
    {
        Prop.ForAll(
            Gen.Choose(1, 300).NonEmptyListOf().Select(l => l.Take(20).ToArray()).ToArbitrary(),
            weights =>
            {
                int[] wheel = RoundRobinWheel.Build(weights);
                long sum = weights.Sum();
                return Enumerable.Range(0, weights.Length).All(i => wheel.Count(p => p == i) * sum == (long)weights[i] * wheel.Length);
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_window_holds_more_of_a_peer_than_its_share_rounded_up_and_one()
    {
        Prop.ForAll(
            Gen.Choose(1, 60).NonEmptyListOf().Select(l => l.Take(8).ToArray()).ToArbitrary(),
            weights => IsSmooth(weights, RoundRobinWheel.Build(weights))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Huge_weights_are_scaled_and_keep_their_order_and_presence()
    {
        int[] weights = [.. Enumerable.Range(0, 1000).Select(i => 65535 - (i * 65)), 1];

        int[] wheel = RoundRobinWheel.Build(weights);
        int[] counts = [.. Enumerable.Range(0, weights.Length).Select(i => wheel.Count(p => p == i))];

        Assert.InRange(wheel.Length, 8 * weights.Length, RoundRobinWheel.Limit(weights.Length) + weights.Length);
        Assert.All(counts, c => Assert.True(c >= 1));
        Assert.True(counts[0] >= counts[500] && counts[500] >= counts[999]);
    }

    private static bool IsSmooth(int[] weights, int[] wheel)
    {
        long sum = weights.Sum();
        for (int peer = 0; peer < weights.Length; peer++)
        {
            for (int start = 0; start < wheel.Length; start += Math.Max(1, wheel.Length / 16))
            {
                int seen = 0;
                for (int length = 1; length <= wheel.Length; length++)
                {
                    seen += wheel[(start + length - 1) % wheel.Length] == peer ? 1 : 0;
                    if (seen > Math.Ceiling((double)length * weights[peer] / sum) + 1)
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
