using Gatehouse.TestKit.Clients;
using Xunit;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>Content-Length over HTTP/2, where Kestrel parses it before the road sees it.</summary>
public class Http2LengthTests
{
    [Theory]
    [InlineData("3", true)]
    [InlineData("03", true)]
    [InlineData("+3", false)]
    [InlineData("3 ", false)]
    [InlineData(" 3", false)]
    [InlineData("-0", false)]
    [InlineData("3,3", false)]
    [InlineData("", false)]
    public async Task Length_that_is_not_all_digits_is_refused(string length, bool isServed)
    {
        await using var fixture = await Http2Fixture.StartAsync(EchoExchange.HandleAsync);
        await using var peer = await RawHttp2Client.ConnectAsync(fixture.EndPoint);
        await peer.SendHeadersAsync(1, [.. RawHttp2Client.Get("POST"), ("content-length", length)], endStream: false);
        await peer.SendDataAsync(1, length == "-0" ? [] : "abc"u8.ToArray(), endStream: true);

        var seen = await peer.ReadStreamAsync(1);

        Assert.Equal(isServed, seen.ResetCode is null && !seen.IsConnectionGone && seen.Head!.Contains("None", StringComparison.Ordinal));
    }
}
