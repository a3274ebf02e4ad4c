using Gatehouse.Gateway.Outbound;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound;

public class DocumentLinkTests
{
    [Theory]
    [InlineData("https://id.test/d", "https://id.test/keys", "SameOrigin")]
    [InlineData("https://id.test/d", "https://ID.test:443/keys?x=1", "SameOrigin")]
    [InlineData("https://id.test/d", "https://keys.test/", "Public")]
    [InlineData("https://id.test/d", "https://id.test:8443/", "Public")]
    [InlineData("https://id.test/d", "http://id.test/keys", null)]
    [InlineData("http://id.test/d", "http://id.test/keys", "SameOrigin")]
    [InlineData("http://id.test/d", "https://id.test/keys", "Public")]
    [InlineData("http://127.0.0.1:8080/d", "http://127.0.0.1:8081/", "Public")]
    [InlineData("https://id.test/d", "https://user@id.test/keys", null)]
    [InlineData("https://id.test/d", "https://id.test/keys#x", null)]
    [InlineData("https://id.test/d", "/keys", null)]
    [InlineData("https://id.test/d", "file:///etc/passwd", null)]
    [InlineData("https://id.test/d", "gopher://id.test/", null)]
    [InlineData("https://id.test/d", "", null)]
    [InlineData("https://id.test/d", null, null)]
    public void Link_is_followed_as_far_as_its_origin_allows(string document, string? text, string? reach)
    {
        bool isFollowed = DocumentLink.TryFollow(new Uri(document), text, out var link);

        Assert.Equal(reach is not null, isFollowed);
        Assert.Equal(reach, link?.Reach.ToString());
    }

    [Fact]
    public void Long_link_is_refused() =>
        Assert.False(DocumentLink.TryFollow(new Uri("https://id.test/"), "https://id.test/" + new string('a', 3000), out _));
}
