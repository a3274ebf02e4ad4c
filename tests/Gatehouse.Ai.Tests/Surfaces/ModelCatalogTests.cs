using Gatehouse.Ai.Surfaces;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces;

public class ModelCatalogTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a:latest", "a")]
    [InlineData("b", "b:latest")]
    [InlineData("b:latest", "b:latest")]
    [InlineData("b:8b", null)]
    [InlineData("A", null)]
    public void Model_is_found_with_and_without_the_default_tag(string name, string? found)
        => Assert.Equal(found, new ModelCatalog([new ModelCard("a"), new ModelCard("b:latest")], default) { Version = "1" }.Find(name)?.Name);
}
