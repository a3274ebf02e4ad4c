using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;
using Xunit;

namespace Gatehouse.Gateway.Tests.Hygiene;

public sealed class RequestHygieneTests
{
    [Theory]
    [InlineData("X-Consumer-ID")]
    [InlineData("X-Consumer-Custom-ID")]
    [InlineData("x-consumer-username")]
    [InlineData("X-Consumer-Groups")]
    [InlineData("X-Credential-Identifier")]
    [InlineData("X-Anonymous-Consumer")]
    [InlineData("X-Authenticated-Groups")]
    [InlineData("X-Authenticated-Userid")]
    [InlineData("X-Authenticated-Scope")]
    [InlineData("X-Client-Cert-Dn")]
    [InlineData("X-CLIENT_CERT-SAN")]
    [InlineData("Proxy")]
    [InlineData("X_Consumer_ID")]
    [InlineData("x-consumer_username")]
    [InlineData("X_Forwarded_Proto")]
    [InlineData("X-Forwarded_For")]
    [InlineData("X_Real_IP")]
    [InlineData("Content_Length")]
    [InlineData("Transfer_Encoding")]
    public void Field_is_removed_from_everybody(string name)
    {
        Assert.False(Survives(name, isTrustedPeer: false));
        Assert.False(Survives(name, isTrustedPeer: true));
    }

    [Theory]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("x-forwarded-host")]
    [InlineData("X-Forwarded-Port")]
    [InlineData("X-Forwarded-Path")]
    [InlineData("X-Forwarded-Prefix")]
    [InlineData("Forwarded")]
    public void Field_is_kept_from_trusted_peers_only(string name)
    {
        Assert.False(Survives(name, isTrustedPeer: false));
        Assert.True(Survives(name, isTrustedPeer: true));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Content-Length")]
    [InlineData("X-Custom")]
    [InlineData("x_custom_field")]
    [InlineData("X-Consumer-Idx")]
    [InlineData("Proxy-Connection")]
    [InlineData("X-A-Very-Long-Field-Name-That-Is-Longer-Than-The-Table")]
    public void Field_is_kept(string name) => Assert.True(Survives(name, isTrustedPeer: false));

    [Theory]
    [InlineData("X-Consumer-Username", true)]
    [InlineData("x_consumer_username", true)]
    [InlineData("X-Consumer-Of-Tomorrow", true)]
    [InlineData("X-Credential-Identifier", true)]
    [InlineData("X-Anonymous_Consumer", true)]
    [InlineData("X-Authenticated-Userid", true)]
    [InlineData("X-Real-IP", true)]
    [InlineData("X_Real_IP", true)]
    [InlineData("X-Forwarded-For", true)]
    [InlineData("X_Forwarded_Anything", true)]
    [InlineData("Forwarded", true)]
    [InlineData("VIA", true)]
    [InlineData("X-Kong-Request-Id", true)]
    [InlineData("X_Kong_Proxy_Latency", true)]
    [InlineData("Proxy", true)]
    [InlineData("X-Sum", false)]
    [InlineData("Content-Digest", false)]
    [InlineData("X-Consumer", false)]
    [InlineData("X-Kong", false)]
    [InlineData("Grpc-Status", false)]
    public void Field_of_the_gateways_own_is_no_trailer(string name, bool isOwned)
        => Assert.Equal(isOwned, ProtectedHeaders.IsGatewayOwned(Encoding.ASCII.GetBytes(name)));

    [Fact]
    public void Cleaning_allocates_nothing()
    {
        var headers = new HeaderMap();
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            headers.Clear();
            headers.Add("Accept"u8, "*/*"u8);
            headers.Add("X_Consumer_Id"u8, "1"u8);
            long before = GC.GetAllocatedBytesForCurrentThread();
            RequestHygiene.Clean(headers, isTrustedPeer: false);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(1, headers.Count);
    }

    private static bool Survives(string name, bool isTrustedPeer)
    {
        var headers = new HeaderMap();
        headers.Add("Accept"u8, "*/*"u8);
        headers.Add(Encoding.ASCII.GetBytes(name), "spoofed"u8);
        headers.Add(Encoding.ASCII.GetBytes(name), "twice"u8);
        RequestHygiene.Clean(headers, isTrustedPeer);
        Assert.True(headers.Contains(HeaderNames.Accept));
        return headers.Count == 3;
    }
}
