using System.Text.Json;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
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
            Declarative = $$"""
                {"_format_version": "3.0", "services": [{"name": "s", "host": "127.0.0.1", "port": {{origin.Port}}, "routes": [
                  {"name": "inside", "paths": ["/inside"], "plugins": [{"name": "ip-restriction",
                    "config": {"allow": ["10.0.0.0/8", "2001:db8::/32"], "deny": ["10.66.0.0/16"]} } ]},
                  {"name": "people", "paths": ["/people"], "plugins": [{"name": "bot-detection", "config": {"allow": ["^Googlebot/"], "deny": ["^curl/"]} } ]} ]} ]}
                """,
            Node = new Dictionary<string, string> { ["trusted_ips"] = "127.0.0.1", ["real_ip_header"] = "X-Real-IP" },
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
    }

    private static async Task CheckAsync(RawClient client, string path, string headers, int status, string? message = null)
    {
        var response = await client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n");

        Assert.True(status == response.Status, $"{path} {headers}: {response.Status} {response.Text}");
        Assert.Equal(message, status == 200 ? null : JsonDocument.Parse(response.Text).RootElement.GetProperty("message").GetString());
    }
}
