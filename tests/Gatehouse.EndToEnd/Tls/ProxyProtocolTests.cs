using System.Net;
using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Processes;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Tls;

public sealed class ProxyProtocolTests(Http2Gateway gateway) : IClassFixture<Http2Gateway>
{
    private const string Request = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task Version_1_header_names_the_client()
    {
        await using var client = await RawClient.ConnectAsync(gateway.Process.Ports.Further[0]);
        var echo = Echoed.Parse((await client.ExchangeAsync("PROXY TCP4 203.0.113.9 192.0.2.1 51234 443\r\n" + Request)).Text);
        Assert.Equal("203.0.113.9", Assert.Single(echo.All("X-Real-IP")));
    }

    [Fact]
    public async Task Version_2_header_names_the_client()
    {
        byte[] header =
        [
            0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x21, 0x11, 0x00, 0x0C,
            .. IPAddress.Parse("203.0.113.10").GetAddressBytes(), .. IPAddress.Parse("192.0.2.1").GetAddressBytes(), 0xC8, 0x00, 0x01, 0xBB,
        ];
        await using var client = await RawClient.ConnectAsync(gateway.Process.Ports.Further[0]);
        await client.SendAsync(header);
        var echo = Echoed.Parse((await client.ExchangeAsync(Request)).Text);
        Assert.Equal("203.0.113.10", Assert.Single(echo.All("X-Real-IP")));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "proxy_protocol")]
    [InlineData("127.0.0.1", "X-Real-IP")]
    public async Task Header_of_a_stranger_or_not_asked_for_is_skipped_and_not_believed(string trusted, string header)
    {
        await using var process = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            ProxyFlags = "proxy_protocol",
            Node = new Dictionary<string, string> { ["trusted_ips"] = trusted, ["real_ip_header"] = header },
            Declarative = $$"""
                _format_version: "3.0"
                services: [{name: s, url: "http://127.0.0.1:{{gateway.Echo.Port}}", routes: [{name: r, paths: ["/echo"]}]}]
                """,
        });
        await using var client = await RawClient.ConnectAsync(process.Ports.Proxy);
        var echo = Echoed.Parse((await client.ExchangeAsync("PROXY TCP4 203.0.113.9 192.0.2.1 51234 443\r\n" + Request)).Text);
        Assert.Equal("127.0.0.1", Assert.Single(echo.All("X-Real-IP")));
        Assert.Equal("127.0.0.1", Assert.Single(echo.All("X-Forwarded-For")));
    }

    [Fact]
    public async Task Connection_without_the_header_gets_no_answer()
    {
        await using var client = await RawClient.ConnectAsync(gateway.Process.Ports.Further[0]);
        await client.SendAsync(Request);

        // Closed in order or reset, but not answered.
        var error = await Record.ExceptionAsync(() => client.ReadResponseAsync());
        Assert.True(error is IOException or Gatehouse.TestKit.Http.HttpSyntaxException, error?.ToString() ?? "it was answered");
    }
}
