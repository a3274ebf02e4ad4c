using Gatehouse.Core.Validation;
using Xunit;

namespace Gatehouse.Core.Tests.Validation;

public sealed class RoutePathTests
{
    [Theory]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/a//b/", "/a/b/")]
    [InlineData("/..", "/")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/%7euser/%2f%C3%A9", "/~user/%2Fé")]
    [InlineData("/%zz%2", "/%zz%2")]
    [InlineData("/", "/")]
    public void Path_is_normalised(string path, string normal) => Assert.Equal(normal, RoutePath.Normalize(path));
}
