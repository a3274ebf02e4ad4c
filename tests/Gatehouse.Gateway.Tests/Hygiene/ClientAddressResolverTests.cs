using System.Net;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;
using Xunit;

namespace Gatehouse.Gateway.Tests.Hygiene;

public sealed class ClientAddressResolverTests
{
    private static readonly IPAddress Peer = IPAddress.Parse("10.0.0.1");

    [Theory]
    [InlineData("198.51.100.7", "198.51.100.7", 0)]
    [InlineData("198.51.100.7:4711", "198.51.100.7", 4711)]
    [InlineData("2001:db8::1", "2001:db8::1", 0)]
    [InlineData("[2001:db8::1]:80", "2001:db8::1", 80)]
    [InlineData("[2001:db8::1]", "2001:db8::1", 0)]
    [InlineData(" 198.51.100.7 ", "198.51.100.7", 0)]
    [InlineData("203.0.113.9, 198.51.100.7", "198.51.100.7", 0)]
    [InlineData("unknown", "10.0.0.1", 99)]
    [InlineData("", "10.0.0.1", 99)]
    [InlineData("198.51.100.7:99999", "10.0.0.1", 99)]
    [InlineData("[198.51.100.7]", "10.0.0.1", 99)]
    [InlineData("fe80::1%1", "10.0.0.1", 99)]
    [InlineData("198.51.100.007", "10.0.0.1", 99)]
    public void Trusted_peer_tells_the_client(string value, string address, int port)
    {
        var client = new ClientAddressResolver(Trusted()).Resolve(Peer, 99, Fields("X-Real-IP", value));

        Assert.Equal(new ClientAddress(IPAddress.Parse(address), port, true), client);
    }

    [Fact]
    public void Untrusted_peer_tells_nothing()
    {
        var stranger = IPAddress.Parse("192.0.2.1");
        var headers = Fields("X-Real-IP", "198.51.100.7");

        Assert.Equal(
            new ClientAddress(stranger, 99, false),
            new ClientAddressResolver(Trusted()).Resolve(stranger, 99, headers));
        Assert.Equal(new ClientAddress(Peer, 99, false), new ClientAddressResolver(CidrSet.Empty).Resolve(Peer, 99, headers));
    }

    [Theory]
    [InlineData(false, "10.0.0.9", "203.0.113.5, 198.51.100.7, 10.0.0.9")]
    [InlineData(true, "198.51.100.7", "203.0.113.5, 198.51.100.7, 10.0.0.9")]
    [InlineData(true, "198.51.100.7", "203.0.113.5", "198.51.100.7, 10.0.0.8", "10.0.0.9")]
    [InlineData(true, "10.0.0.7", "10.0.0.7, 10.0.0.8")]
    [InlineData(true, "10.0.0.8", "203.0.113.5, nonsense, 10.0.0.8")]
    public void Forwarded_for_is_read_from_the_right(bool recursive, string expected, params string[] values)
    {
        var resolver = new ClientAddressResolver(Trusted(), header: HeaderNames.XForwardedFor, recursive: recursive);

        Assert.Equal(expected, resolver.Resolve(Peer, 99, Fields("X-Forwarded-For", values)).Address.ToString());
    }

    [Fact]
    public void Proxy_protocol_address_is_the_peer_already()
    {
        var resolver = new ClientAddressResolver(Trusted(), RealIpSource.ProxyProtocol);

        Assert.Equal(new ClientAddress(Peer, 99, true), resolver.Resolve(Peer, 99, Fields("X-Real-IP", "198.51.100.7")));
    }

    [Theory]
    [InlineData("https", false, true, true)]
    [InlineData("HTTPS", false, true, true)]
    [InlineData("http", true, true, false)]
    [InlineData("https", false, false, false)]
    [InlineData("http", true, false, true)]
    [InlineData(null, true, true, true)]
    [InlineData(null, false, true, false)]
    public void Scheme_of_a_trusted_peer_counts(string? proto, bool isTls, bool isTrusted, bool isHttps)
        => Assert.Equal(
            isHttps,
            ForwardedScheme.IsHttps(proto is null ? new HeaderMap() : Fields("X-Forwarded-Proto", proto), isTls, isTrusted));

    private static CidrSet Trusted() => CidrSet.TryParse(["10.0.0.0/8"], out var set, out _) ? set : CidrSet.Empty;

    private static HeaderMap Fields(string name, params string[] values)
    {
        var headers = new HeaderMap();
        foreach (string value in values)
        {
            headers.Add(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
        }

        return headers;
    }
}
