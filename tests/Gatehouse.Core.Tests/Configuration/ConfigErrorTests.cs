using Gatehouse.Core.Configuration;
using Xunit;

namespace Gatehouse.Core.Tests.Configuration;

public sealed class ConfigErrorTests
{
    [Theory]
    [InlineData("a.b", "wrong", null, null, "a.b: wrong")]
    [InlineData("a.b", "wrong", "x", "do y", "a.b: wrong (value: x); do y")]
    [InlineData("", "not valid YAML", null, null, "not valid YAML")]
    public void ToString_leaves_out_what_is_not_there(string path, string message, string? value, string? remedy, string expected)
        => Assert.Equal(expected, new ConfigError(path, message, value, remedy).ToString());
}
