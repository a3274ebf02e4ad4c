using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Upstreams;

public sealed class NameTests
{
    [Fact]
    public async Task Name_of_the_hosts_file_is_served_and_followed()
    {
        using var folder = new TemporaryFolder();
        string hosts = folder.Write("hosts", "# nothing yet\n");
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services: [{name: s, url: "http://only.in.the.file.test:{{origin.Port}}", routes: [{name: r, paths: ["/"]}]}]
                """,
            Node = new Dictionary<string, string> { ["dns_hostsfile"] = hosts, ["dns_not_found_ttl"] = "1", ["dns_error_ttl"] = "1" },
        });
        Assert.Equal(503, await StatusAsync(gateway));

        folder.Write("hosts", "127.0.0.1 only.in.the.file.test\n");
        await Eventually.TrueAsync(async () => await StatusAsync(gateway) == 200, "the name to be found");
    }

    private static async Task<int> StatusAsync(GatehouseProcess gateway)
    {
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        return (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).Status;
    }
}
