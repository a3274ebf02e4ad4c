using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;
using Xunit;

namespace Gatehouse.Gateway.Tests.Forwarding;

public sealed class ConnectionTokensTests
{
    [Theory]
    [InlineData("close", false)]
    [InlineData("Keep-Alive, close", false)]
    [InlineData("upgrade", false)]
    [InlineData("", false)]
    [InlineData(" , ,", false)]
    [InlineData("close, X-Secret", true)]
    [InlineData("x", true)]
    public void ListsFields_tells_whether_a_field_is_named(string value, bool expected)
        => Assert.Equal(expected, ConnectionTokens.ListsFields(Headers(value)));

    [Theory]
    [InlineData("x-hop", true)]
    [InlineData("X-Hop", true)]
    [InlineData("X-Forwarded-Host", false)] // CVE-2024-45410: a client must not have the gateway's own fields removed.
    [InlineData("Authorization", false)]
    [InlineData("X-Consumer-Username", false)]
    [InlineData("Host", false)]
    public void Removes_takes_listed_fields_but_not_protected_ones(string name, bool expected)
        => Assert.Equal(expected, ConnectionTokens.Removes(Headers("close, " + name), System.Text.Encoding.ASCII.GetBytes(name)));

    [Theory]
    [InlineData("X-Hop", true)]
    [InlineData("X-Kong-Proxy-Latency", true)]
    [InlineData("X-Consumer-Username", false)]
    [InlineData("TE", false)]
    [InlineData("Upgrade", false)]
    [InlineData("Content-Length", false)]
    [InlineData("Expect", false)]
    [InlineData("Host", false)]
    [InlineData("Connection", false)]
    public void RemoveListed_takes_what_nobody_looks_at_later(string name, bool isRemoved)
    {
        var headers = Headers("close, x-other, " + name);
        headers.Add(new HeaderName(name), "1"u8);
        headers.Add(new HeaderName("X-Kept"), "1"u8);

        ConnectionTokens.RemoveListed(headers);

        Assert.Equal(!isRemoved, headers.Contains(new HeaderName(name)));
        Assert.True(headers.Contains(HeaderNames.Connection) && headers.Contains(new HeaderName("X-Kept")));
    }

    [Fact]
    public void Removes_reads_every_connection_field()
    {
        var headers = Headers("close");
        headers.Add(HeaderNames.Connection, "x-late"u8);
        Assert.True(ConnectionTokens.Removes(headers, "X-Late"u8));
    }

    [Theory]
    [InlineData("h2c", true)]
    [InlineData("websocket, H2C", true)]
    [InlineData("HTTP/2.0", true)]
    [InlineData("websocket", false)]
    [InlineData("h2cx", false)]
    public void Upgrade_to_cleartext_http2_is_recognised(string upgrade, bool expected)
    {
        var headers = new HeaderMap();
        headers.Add(HeaderNames.Upgrade, upgrade);
        Assert.Equal(expected, ConnectionTokens.AsksForHttp2(headers));
    }

    [Theory]
    [InlineData("websocket", "websocket", true)]
    [InlineData("a, websocket", "WebSocket", true)]
    [InlineData("tls/1.3, x", "tls/1.3, x", true)]
    [InlineData("websocket", "h2c", false)]
    [InlineData("websocket", "websocket, h2c", false)]
    [InlineData("websocket", " ,", false)]
    [InlineData("websocket", "", false)]
    public void Protocols_that_a_101_names_must_have_been_offered(string offered, string named, bool expected)
    {
        var request = new HeaderMap();
        var response = new HeaderMap();
        request.Add(HeaderNames.Upgrade, offered);
        response.Add(HeaderNames.Upgrade, named);
        Assert.Equal(expected, ConnectionTokens.OffersUpgrade(request, response));
    }

    private static HeaderMap Headers(string connection)
    {
        var headers = new HeaderMap();
        headers.Add(HeaderNames.Connection, connection);
        return headers;
    }
}
