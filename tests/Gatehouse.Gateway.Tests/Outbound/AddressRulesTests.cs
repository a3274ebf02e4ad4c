using System.Net;
using Gatehouse.Gateway.Outbound;
using Xunit;

namespace Gatehouse.Gateway.Tests.Outbound;

public class AddressRulesTests
{
    [Theory]
    [InlineData("8.8.8.8", true, true)]
    [InlineData("2606:4700::1111", true, true)]
    [InlineData("10.1.2.3", true, false)]
    [InlineData("172.31.255.255", true, false)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("192.168.0.1", true, false)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("::1", true, false)]
    [InlineData("fd00::1", true, false)]
    [InlineData("100.64.0.1", true, false)]
    [InlineData("198.51.100.7", true, false)]
    [InlineData("2001:db8::1", true, false)]
    [InlineData("2002:7f00:1::", true, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("::ffff:127.0.0.1", true, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]
    [InlineData("64:ff9b::808:808", true, true)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("100.100.100.200", false, false)]
    [InlineData("168.63.129.16", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    public void Address_is_allowed_by_reach(string text, bool sameOrigin, bool isPublic)
    {
        var address = IPAddress.Parse(text);

        Assert.True(AddressRules.Allows(OutboundReach.Configured, address));
        Assert.Equal(sameOrigin, AddressRules.Allows(OutboundReach.SameOrigin, address));
        Assert.Equal(isPublic, AddressRules.Allows(OutboundReach.Public, address));
    }
}
