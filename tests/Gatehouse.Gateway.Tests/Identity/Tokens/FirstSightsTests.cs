using Gatehouse.Gateway.Identity.Tokens;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Tokens;

public sealed class FirstSightsTests
{
    [Fact]
    public void Mark_is_repeated_from_the_second_time_on()
    {
        var sights = new FirstSights(64);
        Assert.False(sights.IsRepeated(7));
        Assert.True(sights.IsRepeated(7));
        Assert.True(sights.IsRepeated(7));
        Assert.False(sights.IsRepeated(8));
    }

    [Fact]
    public void Mark_of_the_same_place_takes_it()
    {
        var sights = new FirstSights(64);
        Assert.False(sights.IsRepeated(7));
        Assert.False(sights.IsRepeated(7 + 64));
        Assert.False(sights.IsRepeated(7));
    }
}
