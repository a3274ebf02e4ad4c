using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing;

public sealed class ProtocolGateTests
{
    /// <summary>Protocols, redirect status, https, version, content type, verdict.</summary>
    [Theory]
    [InlineData("http,https", 426, false, 11, "", nameof(ProtocolVerdict.Allowed))]
    [InlineData("http,https", 426, true, 20, "", nameof(ProtocolVerdict.Allowed))]
    [InlineData("http", 426, true, 11, "", nameof(ProtocolVerdict.Allowed))]
    [InlineData("https", 426, true, 11, "", nameof(ProtocolVerdict.Allowed))]
    [InlineData("https", 426, false, 11, "", nameof(ProtocolVerdict.HttpsRequired))]
    [InlineData("https", 301, false, 11, "", nameof(ProtocolVerdict.RedirectToHttps))]
    [InlineData("https", 308, false, 20, "", nameof(ProtocolVerdict.RedirectToHttps))]
    [InlineData("grpc", 426, false, 20, "application/grpc", nameof(ProtocolVerdict.Allowed))]
    [InlineData("grpc,grpcs", 426, true, 20, "application/grpc+proto", nameof(ProtocolVerdict.Allowed))]
    [InlineData("grpc", 426, false, 30, "Application/GRPC", nameof(ProtocolVerdict.Allowed))]
    [InlineData("grpc", 426, false, 11, "application/grpc", nameof(ProtocolVerdict.Http2Required))]
    [InlineData("grpc", 426, false, 20, "application/json", nameof(ProtocolVerdict.GrpcRequired))]
    [InlineData("grpcs", 426, true, 11, "", nameof(ProtocolVerdict.GrpcRequired))]
    [InlineData("grpcs", 426, false, 20, "application/grpc", nameof(ProtocolVerdict.GrpcsRequired))]
    [InlineData("grpcs", 426, true, 20, "application/grpc", nameof(ProtocolVerdict.Allowed))]
    public void Route_judges_the_protocol(string protocols, int status, bool isHttps, int version, string contentType, string verdict)
    {
        var config = Requests.Route("r") with { Protocols = protocols.Split(','), HttpsRedirectStatusCode = status };
        var route = new CompiledRoute(config, null, 0, RouterFlavor.TraditionalCompatible);

        Assert.Equal(verdict, ProtocolGate.Check(route, isHttps, version, Encoding.ASCII.GetBytes(contentType)).ToString());
    }

    [Theory]
    [InlineData("x.test", "/a%20b", "https://x.test/a%20b")]
    [InlineData("x.test:8000", "/", "https://x.test/")]
    [InlineData("[::1]:8000", "//evil.test/", "https://[::1]//evil.test/")]
    public void Location_is_the_same_target_without_port(string authority, string path, string expected)
    {
        byte[] host = Encoding.ASCII.GetBytes(authority);
        byte[] raw = Encoding.ASCII.GetBytes(path);

        Assert.Equal(expected, Encoding.ASCII.GetString(ProtocolGate.Location(host, raw, false, default)));
        Assert.Equal(expected + "?", Encoding.ASCII.GetString(ProtocolGate.Location(host, raw, true, default)));
        Assert.Equal(expected + "?a=1", Encoding.ASCII.GetString(ProtocolGate.Location(host, raw, true, "a=1"u8)));
    }
}
