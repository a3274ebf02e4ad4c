using System.Net;
using System.Text.Json;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>The plugins that let requests through by what is known without credentials, in a real gateway behind a trusted proxy.</summary>
public sealed class RestrictionTests
{
    [Fact]
    public async Task Requests_are_restricted_by_real_address_and_by_user_agent()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            ProxyFlags = "http2",
            Declarative = $$"""
                {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{origin.Port}}, "routes": [
                  {"name": "inside", "paths": ["/inside"], "plugins": [{"name": "ip-restriction",
                    "config": {"allow": ["10.0.0.0/8", "2001:db8::/32"], "deny": ["10.66.0.0/16"]} } ]},
                  {"name": "people", "paths": ["/people"], "plugins": [{"name": "bot-detection", "config": {"allow": ["^Googlebot/"], "deny": ["^curl/"]} } ]} ]} ]}
                """,
            Node = new Dictionary<string, string> { ["trusted_ips"] = "127.0.0.1", ["real_ip_header"] = "X-Real-IP", ["proxy_audit_log"] = "audit.log" },
        });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        await CheckAsync(client, "/inside", "X-Real-IP: 10.1.2.3", 200);
        await CheckAsync(client, "/inside", "X-Real-IP: ::ffff:10.1.2.3", 200);
        await CheckAsync(client, "/inside", "X-Real-IP: 2001:db8::9", 200);
        await CheckAsync(client, "/inside", "X-Real-IP: 10.66.2.3", 403, "IP address not allowed: 10.66.2.3");
        await CheckAsync(client, "/inside", "X-Real-IP: ::ffff:198.51.100.9", 403, "IP address not allowed: 198.51.100.9");
        await CheckAsync(client, "/inside", "X-Forwarded-For: 10.1.2.3", 403, "IP address not allowed: 127.0.0.1");
        await CheckAsync(client, "/people", "User-Agent: Mozilla/5.0", 200);
        await CheckAsync(client, "/people", "User-Agent: Googlebot/2.1", 200);
        await CheckAsync(client, "/people", "User-Agent: bingbot/2.0", 403, "Forbidden");
        await CheckAsync(client, "/people", "User-Agent: curl/8.5", 403, "Forbidden");
        await CheckAsync(client, "/people", "User-Agent: a\r\nUser-Agent: b", 400, "Only one User-Agent header allowed");

        using var http2 = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{gateway.Ports.Proxy}/inside"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "X-Real-IP", "192.0.2.77" } },
        };
        using var refused = await http2.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await Eventually.TrueAsync(() => File.Exists(gateway.FileOf("audit.log")) && Reasons(gateway).Length >= 7, "seven audit records");
        Assert.Equal(
            [
                "ip-restriction denied", "ip-restriction not_allowed", "ip-restriction not_allowed", "bot-detection denied", "bot-detection denied",
                "bot-detection several", "ip-restriction not_allowed",
            ],
            Reasons(gateway));
    }

    /// <summary>Plugin and reason of each record; lines of different loops may stand in any order, those of one connection do not.</summary>
    private static string[] Reasons(GatehouseProcess gateway)
        => [.. File.ReadAllLines(gateway.FileOf("audit.log")).Select(l => JsonDocument.Parse(l).RootElement)
            .OrderBy(r => r.GetProperty("client_ip").GetString() == "192.0.2.77")
            .Select(r => $"{r.GetProperty("plugin").GetString()} {r.GetProperty("reason").GetString()}")];

    private static async Task CheckAsync(RawClient client, string path, string headers, int status, string? message = null)
    {
        var response = await client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n");

        Assert.True(status == response.Status, $"{path} {headers}: {response.Status} {response.Text}");
        Assert.Equal(message, status == 200 ? null : JsonDocument.Parse(response.Text).RootElement.GetProperty("message").GetString());
    }
}
