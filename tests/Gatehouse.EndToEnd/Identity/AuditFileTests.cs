using System.Globalization;
using System.Text.Json;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>An audit log whose disk is full: requests go on, what is lost is said, and no record becomes part of another.</summary>
public sealed class AuditFileTests
{
    private const int Limit = 8192;

    [Fact]
    public async Task File_that_cannot_grow_costs_records_and_nothing_else()
    {
        // A limit on the size of files stands in for the disk: the last write ends within a line, further ones fail.
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            IgnoredSignals = "XFSZ",
            Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log", ["proxy_access_log"] = "\"off\"", ["auth_failure_delay"] = "0" },
            Declarative = """
                _format_version: "3.0"
                routes: [{name: r, paths: [/], plugins: [{name: key-auth}]}]
                """,
        });
        string file = gateway.FileOf("audit.log");
        await LimitFilesAsync(gateway, Limit.ToString(CultureInfo.InvariantCulture));
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await FailAsync(client, 100);
        await Eventually.TrueAsync(() => File.Exists(file) && new FileInfo(file).Length == Limit, "the file to be full");
        await Eventually.TrueAsync(() => gateway.Process.Error.Contains("log proxy_audit_log: writing failed", StringComparison.Ordinal)
            || gateway.Process.Output.Contains("log proxy_audit_log: writing failed", StringComparison.Ordinal), "the failure in the node's log");
        await FailAsync(client, 10);

        await LimitFilesAsync(gateway, "unlimited");
        await Eventually.TrueAsync(
            async () =>
            {
                await FailAsync(client, 1);
                return new FileInfo(file).Length > Limit + 1000;
            },
            "records behind the full disk");
        string[] lines = await File.ReadAllLinesAsync(file);
        string[] torn = [.. lines.Where(static l => !IsRecord(l))];
        Assert.True(torn.Length <= 1, string.Join('\n', torn));
        Assert.InRange(lines.Length, 15, 200);
    }

    private static bool IsRecord(string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.GetProperty("event").GetString() == "authentication_failed";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task FailAsync(RawClient client, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal(401, (await client.ExchangeAsync("GET /?apikey=wrong HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        }
    }

    private static async Task LimitFilesAsync(GatehouseProcess gateway, string bytes)
    {
        await using var prlimit = ChildProcess.Start("prlimit", ["--pid", gateway.Pid.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:"]);
        Assert.Equal(0, await prlimit.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }
}
