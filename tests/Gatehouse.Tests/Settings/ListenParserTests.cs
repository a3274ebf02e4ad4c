using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class ListenParserTests
{
    [Theory]
    [InlineData("127.0.0.1:8000", "127.0.0.1:8000")]
    [InlineData("0.0.0.0:8000 reuseport backlog=16384", "0.0.0.0:8000 reuseport backlog=16384")]
    [InlineData("0.0.0.0:8443 http2 ssl reuseport backlog=16384", "0.0.0.0:8443 ssl http2 reuseport backlog=16384")]
    [InlineData("[::1]:8443 ssl http2 proxy_protocol", "[::1]:8443 ssl http2 proxy_protocol")]
    [InlineData("[::]:80 ipv6only=on", "[::]:80")]
    [InlineData("*:80 deferred bind", "0.0.0.0:80 deferred")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("127.0.0.1:80 so_keepalive=30m::10", "127.0.0.1:80")]
    public void Entry_well_formed_is_read(string entry, string expected)
    {
        Assert.True(ListenParser.TryParse(entry, out var address, out var problem));
        Assert.Null(problem);
        Assert.Equal(expected, address!.ToString());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("8000", "no valid port")]
    [InlineData("127.0.0.1", "no valid port")]
    [InlineData("127.0.0.1:", "no valid port")]
    [InlineData("127.0.0.1:65536", "no valid port")]
    [InlineData("127.0.0.1:+80", "no valid port")]
    [InlineData(":8000", "no valid port")]
    [InlineData("example.com:80", "a name where an IP address is needed")]
    [InlineData("127.1:80", "a name where an IP address is needed")]
    [InlineData("::1:80", "without brackets")]
    [InlineData("unix:/tmp/x.sock", "unix socket")]
    [InlineData("127.0.0.1:80 sll", "'sll'")]
    [InlineData("127.0.0.1:80 backlog=", "'backlog='")]
    [InlineData("127.0.0.1:80 backlog=-1", "'backlog=-1'")]
    [InlineData("127.0.0.1:80 ipv6only=maybe", "'ipv6only=maybe'")]
    [InlineData("127.0.0.1:80 ipv6only=on", "IPv4")]
    [InlineData("127.0.0.1:80 so_keepalive=x", "'so_keepalive=x'")]
    [InlineData("127.0.0.1:80 udp", "'udp'")]
    public void Entry_malformed_says_why(string entry, string expected)
    {
        Assert.False(ListenParser.TryParse(entry, out var address, out var problem));
        Assert.Null(address);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Flag_http3_warns()
    {
        Assert.True(ListenParser.TryParse("127.0.0.1:8443 ssl http3", out var address, out var problem));
        Assert.True(address!.Ssl);
        Assert.Contains("HTTP/3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Flag_ipv6only_and_so_keepalive_are_kept()
    {
        Assert.True(ListenParser.TryParse("[::]:80 ipv6only=off so_keepalive=off", out var address, out _));
        Assert.False(address!.Ipv6Only);
        Assert.False(address.SoKeepalive);
    }
}
