using Gatehouse.Composition;
using Xunit;

namespace Gatehouse.Tests.Composition;

public sealed class DescriptorBudgetTests
{
    [Theory]
    [InlineData(long.MaxValue, 2, 32_768, 32_768)]
    [InlineData(1_048_576, 2, 32_768, 32_768)]
    [InlineData(1024, 2, 32_768, 348)]
    [InlineData(1024, 2, 100, 100)]
    [InlineData(400, 2, 32_768, 36)]
    [InlineData(long.MaxValue, 2, 6_000_000_000, int.MaxValue)]
    public void Connections_are_as_many_as_have_descriptors_on_both_sides(long limit, int workers, long wanted, int allowed)
        => Assert.Equal(allowed, new DescriptorBudget(limit, workers).Allow(wanted));

    [Theory]
    [InlineData(64, 1, false)]
    [InlineData(355, 1, false)]
    [InlineData(356, 1, true)]
    [InlineData(356, 2, false)]
    [InlineData(400, 2, true)]
    public void Start_needs_a_least_limit(long limit, int workers, bool isEnough)
        => Assert.Equal(isEnough, new DescriptorBudget(limit, workers).IsEnough);
}
