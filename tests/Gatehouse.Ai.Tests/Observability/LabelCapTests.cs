using Gatehouse.Ai.Observability;
using Xunit;

namespace Gatehouse.Ai.Tests.Observability;

public class LabelCapTests
{
    [Fact]
    public void Values_beyond_the_bound_are_other()
    {
        var cap = new LabelCap(2);

        Assert.Equal(["a", "b", "other", "a", "", "other"], new[] { "a", "b", "c", "a", null, "d" }.Select(cap.Of));
    }

    [Fact]
    public void Long_value_is_other() => Assert.Equal("other", new LabelCap(9).Of(new string('x', LabelCap.MaxLength + 1)));

    [Fact]
    public async Task Many_threads_at_once_keep_the_bound()
    {
        var cap = new LabelCap(50);
        var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Select(i => cap.Of($"v{i}")).ToArray())));

        Assert.InRange(seen.SelectMany(s => s).Where(v => v != "other").Distinct().Count(), 1, 50);
    }
}
