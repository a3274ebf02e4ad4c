using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;
using EchoedRequest = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Attacks;

/// <summary>Spellings of a path cannot reach the route behind them: /admin is closed by a plugin, everything else is open.</summary>
public sealed class PathTests : IAsyncLifetime
{
    private ScriptedOrigin _origin = null!;
    private GatehouseProcess _gateway = null!;

    public async Task InitializeAsync()
    {
        _origin = EchoOrigin.Start();
        _gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services:
                - name: s
                  url: "http://127.0.0.1:{{_origin.Port}}"
                  routes:
                  - {name: open, paths: ["/"], strip_path: false}
                  - {name: admin, paths: ["/admin"], strip_path: false, plugins: [{name: request-termination, config: {status_code: 403} }] }
                """,
        });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/open/../admin")]
    [InlineData("/open/%2e%2e/admin")]
    [InlineData("/open/%2E./admin")]
    [InlineData("/./admin")]
    [InlineData("//admin")]
    [InlineData("///admin/x")]
    [InlineData("/%61dmin")]
    [InlineData("/ad%6din/users")]
    [InlineData("/open/..%2fadmin")]
    [InlineData("/open%2f..%2fadmin")]
    [InlineData("/open/..%5cadmin")]
    [InlineData("/open\\..\\admin")]
    [InlineData("\\admin")]
    [InlineData("/admin%00")]
    [InlineData("/%00/../admin")]
    [InlineData("http://a/admin")]
    [InlineData("/%2561dmin")]
    public async Task Spelling_of_a_closed_path_never_arrives_there(string target)
    {
        await using var client = await RawClient.ConnectAsync(_gateway.Ports.Proxy);
        var answer = await client.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
        if (answer.Status == 200)
        {
            // Forwarded as open: then what the origin gets must not mean /admin to a reader who decodes what RFC 3986 §6.2.2 lets
            // him decode and resolves dots. Encoded slashes and percent signs stay data, as in Kong.
            string received = EchoedRequest.Parse(answer.Text).Target;
            string resolved = new Uri("http://o" + received).AbsolutePath.Replace("//", "/", StringComparison.Ordinal);
            Assert.False(resolved.StartsWith("/admin", StringComparison.OrdinalIgnoreCase), $"{target} arrived as {received}");
            return;
        }

        Assert.True(answer.Status is 400 or 403, answer.StartLine);
    }
}
