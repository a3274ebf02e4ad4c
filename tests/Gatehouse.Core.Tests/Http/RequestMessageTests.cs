using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Core.Tests.Http;

public sealed class RequestMessageTests
{
    [Fact]
    public void Reset_leaves_nothing_of_the_request_before()
    {
        var request = new RequestMessage { Method = RequestMethod.Delete, Version = 20, ContentLength = 5, HasBody = true };
        request.SetTarget("/a?b"u8, "/a"u8, "b"u8, hasQuery: true);
        request.SetPathAsSent();
        request.SetAuthority("host.test"u8);
        request.Headers.Add("X-A"u8, "1"u8);
        request.Trailers.Add("X-B"u8, "2"u8);

        request.Reset();

        Assert.Equal((RequestMethod.None, "", 11), (request.Method, request.Method.Name, request.Version));
        Assert.Equal((0L, false, false), (request.ContentLength, request.HasBody, request.HasQuery));
        Assert.True(request.RawTarget.IsEmpty && request.RawPath.IsEmpty && request.Path.IsEmpty && request.Query.IsEmpty && request.Authority.IsEmpty);
        Assert.Equal((0, 0), (request.Headers.Count, request.Trailers.Count));
    }
}
