using System.Globalization;
using System.Text;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>A hundred thousand consumers with a key each, in the real process.</summary>
public sealed class ManyConsumersTests
{
    private const int Many = 100_000;

    [Fact]
    public async Task Hundred_thousand_consumers_with_a_key_each_are_served_within_300_megabytes()
    {
        await using var origin = EchoOrigin.Start();
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"_format_version: \"3.0\"\nservices:\n- {{name: s, url: 'http://127.0.0.1:{origin.Port}', routes: [{{name: r, paths: [/]}}]}}\nplugins:\n- {{name: key-auth}}\nconsumers:\n"));
        for (int i = 0; i < Many; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{username: user-{i}, keyauth_credentials: [{{key: key-of-user-{i}-0123456789}}]}}\n");
        }

        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = text.ToString() });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        var known = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\napikey: key-of-user-99999-0123456789\r\n\r\n");
        var unknown = await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x\r\napikey: key-of-user-100000-0123456789\r\n\r\n");

        Assert.Equal((200, 401), (known.Status, unknown.Status));
        Assert.Equal(["user-99999"], Echoed.Parse(known.Text).All("X-Consumer-Username"));
        string resident = (await File.ReadAllLinesAsync($"/proc/{gateway.Pid}/status")).Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        int kibibytes = int.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        Assert.True(kibibytes <= 300_000, resident);
    }
}
