using Gatehouse.Gateway.Outbound;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound;

public sealed class OutboundRequestTests
{
    /// <summary>A stranger that redirects to himself must not become somebody whose private addresses are reached (rebinding).</summary>
    [Theory]
    [InlineData("Configured", "https://a.test/2", "SameOrigin", true)]
    [InlineData("Configured", "https://b.test/2", "Public", false)]
    [InlineData("SameOrigin", "https://a.test/2", "SameOrigin", true)]
    [InlineData("Public", "https://a.test/2", "Public", true)]
    [InlineData("Public", "https://b.test/2", "Public", false)]
    public void Redirect_never_widens_the_reach(string reach, string target, string expected, bool keepsSecrets)
    {
        var request = new OutboundRequest
        {
            Url = new Uri("https://a.test/1"),
            Reach = Enum.Parse<OutboundReach>(reach),
            Authorization = "Bearer x",
            Headers = [new("X-Key", "x")],
        };
        Assert.True(DocumentLink.TryFollow(request.Url, target, out var link));

        var followed = request.FollowedTo(link);

        Assert.Equal((target, expected), (followed.Url.AbsoluteUri, followed.Reach.ToString()));
        Assert.Equal(keepsSecrets ? ("Bearer x", 1) : (null, 0), (followed.Authorization, followed.Headers.Count));
    }
}
