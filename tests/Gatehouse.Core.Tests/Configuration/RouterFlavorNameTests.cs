using Gatehouse.Core.Configuration;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class RouterFlavorNameTests
{
    [Theory]
    [InlineData("traditional_compatible", RouterFlavor.TraditionalCompatible)]
    [InlineData("traditional", RouterFlavor.Traditional)]
    public void Served_flavor_is_found(string name, RouterFlavor expected)
    {
        Assert.True(RouterFlavorName.TryParse(name, out var flavor, out _, out _));
        Assert.Equal(expected, flavor);
        Assert.Contains(name, RouterFlavorName.Served);
    }

    [Theory]
    [InlineData("expressions", "expressions is not supported", "instead of each route's expression")]
    [InlineData("Traditional", "is not one of traditional_compatible, traditional", "write one of")]
    public void Other_flavor_is_refused_with_a_remedy(string name, string error, string remedy)
    {
        Assert.False(RouterFlavorName.TryParse(name, out _, out var said, out var advice));
        Assert.Contains(error, said, StringComparison.Ordinal);
        Assert.Contains(remedy, advice, StringComparison.Ordinal);
    }
}
