using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Core.Tests.Http;

public sealed class FieldTextTests
{
    [Theory]
    [InlineData("bob", "bob")]
    [InlineData("bób 日", "bób 日")]
    [InlineData("", "")]
    [InlineData("a\r\nX: y", "a%0D%0AX: y")]
    [InlineData("a\0\x7f\x85", "a%00%7F%C2%85")]
    [InlineData(" a ", "%20a%20")]
    public void Text_cannot_leave_its_field(string text, string safe) => Assert.Equal(safe, FieldText.Safe(text));

    [Fact]
    public void Text_is_added_to_a_map_as_UTF_8()
    {
        var map = new HeaderMap();
        var name = new HeaderName("X-A");
        map.Add(name, "bób");
        map.Add(name, new string('日', 2000));
        Assert.Equal("bób", map.GetString(name));
        Assert.Equal(2, map.CountOf(name));
    }
}
