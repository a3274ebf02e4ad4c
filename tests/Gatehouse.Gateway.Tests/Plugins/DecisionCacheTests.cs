using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Plugins.Opa;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class DecisionCacheTests
{
    private static readonly OpaDecision Allowed = new() { IsAllowed = true }, Denied = new() { IsAllowed = false };

    private readonly FakeClock _clock = new();

    [Fact]
    public void Find_newer_decision_of_an_input_counts()
    {
        var cache = new DecisionCache(16, TimeSpan.FromSeconds(10), _clock);
        var input = Input(1);
        cache.Add(in input, Allowed);
        cache.Add(in input, Denied);
        Assert.Same(Denied, cache.Find(in input));
    }

    [Fact]
    public void Add_never_keeps_more_than_the_capacity_and_the_latest_always()
    {
        var cache = new DecisionCache(16, TimeSpan.FromMinutes(10), _clock);
        for (int i = 0; i < 1_000; i++)
        {
            var input = Input(i);
            cache.Add(in input, Allowed);
            Assert.Same(Allowed, cache.Find(in input));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => cache.Find(Input(i)) is not null), 1, 16);
    }

    private static SecretDigest Input(int number) => SecretDigest.Of(BitConverter.GetBytes(number));
}
