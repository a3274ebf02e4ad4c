using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Core.Tests.Http;

public sealed class ResponseMessageTests
{
    [Fact]
    public void DropBody_removes_content_and_what_describes_it_and_nothing_else()
    {
        var response = new ResponseMessage { Status = 429, ContentLength = 1000, Body = new byte[3] };
        response.Trailers.Add("X-Sum"u8, "1"u8);
        foreach (string name in new[] { "content-type", "Content-Encoding", "ETAG", "Last-Modified", "Cache-Control", "Content-Range", "Content-Length", "Trailer", "Age" })
        {
            response.Headers.Add(new HeaderName(name), "x");
        }

        response.Headers.Add("Set-Cookie"u8, "a=b"u8);
        response.Headers.Add("Vary"u8, "Origin"u8);

        response.DropBody();

        Assert.Equal((true, 0L, 0, 0, 2), (response.IsBodyDropped, response.ContentLength, response.Body.Length, response.Trailers.Count, response.Headers.Count));
        response.Reset();
        Assert.False(response.IsBodyDropped);
    }
}
