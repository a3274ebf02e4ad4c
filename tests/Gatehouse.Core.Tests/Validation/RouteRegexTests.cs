using Gatehouse.Core.Validation;
using Xunit;

namespace Gatehouse.Core.Tests.Validation;

public sealed class RouteRegexTests
{
    [Theory]
    [InlineData(@"^/(?P<id>\d+)$", "/12", true)]
    [InlineData("^/a$", "/a\n", false)]
    [InlineData("^/[[:digit:]]+$", "/12", true)]
    [InlineData("^/[[:digit:]_]+$", "/1_2", true)]
    [InlineData(@"^/\x{41}\u{42}$", "/AB", true)]
    [InlineData(@"^/\x41$", "/A", true)]
    [InlineData(@"^/\pL+$", "/é", true)]
    [InlineData(@"^/\p{Lu}$", "/a", false)]
    [InlineData("^/[]a]+$", "/]a", true)]
    [InlineData("^/[^]a]$", "/]", false)]
    [InlineData(@"^/[\]$]$", "/$", true)]
    [InlineData(@"^/a\$$", "/a$", true)]
    [InlineData(@"^/(?i)ABC", "/abc", true)]
    public void Pattern_matches_as_rust_does(string pattern, string text, bool isMatch)
        => Assert.Equal(isMatch, RouteRegex.TryCompile(pattern, out _)!.IsMatch(text));

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    [InlineData(@"(?<n>a)\k<n>")]
    [InlineData("(?>a)")]
    [InlineData("(?(a)b)")]
    [InlineData("(?<a-b>c)")]
    [InlineData("[a&&b]")]
    [InlineData("[a[bc]]")]
    [InlineData("[[:nope:]]")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"\Ga")]
    [InlineData("*a")]
    [InlineData("a\\")]
    public void Pattern_that_means_nothing_or_something_else_is_refused(string pattern)
    {
        Assert.Null(RouteRegex.TryCompile(pattern, out string? error));
        Assert.NotNull(error);
    }

    [Fact]
    public void Pattern_longer_than_the_limit_is_refused()
        => Assert.Null(RouteRegex.TryCompile(new string('a', RouteRegex.MaxLength + 1), out _));

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
