using System.Text.Json;
using Gatehouse.EndToEnd.Faults;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>key-auth in a real gateway before a real origin: what the origin sees, what the logs must not show.</summary>
public sealed class KeyAuthTests
{
    private const string Canary = "canary-5eadbeef-key";

    private static readonly string[] Identity =
        ["X-Consumer-ID", "X-Consumer-Custom-ID", "X-Consumer-Username", "X-Consumer-Groups", "X-Credential-Identifier", "X-Anonymous-Consumer",
            "X-Authenticated-Groups", "X-Authenticated-Userid", "X-Authenticated-Scope"];

    [Fact]
    public async Task Identity_is_the_gateways_whatever_a_client_claims()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string claims = string.Concat(Identity.SelectMany(n => new[] { n, n.Replace('-', '_'), n.ToLowerInvariant() }).Select(n => $"{n}: forged\r\n"));

        foreach (string route in (string[])["/open", "/anon", $"/keys?apikey={Canary}"])
        {
            var response = await client.ExchangeAsync($"GET {route} HTTP/1.1\r\nHost: x\r\n{claims}\r\n");
            Assert.Equal(200, response.Status);
            Assert.DoesNotContain("forged", response.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Origin_gets_the_identity_and_everything_but_the_key()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        var query = Echoed.Parse((await client.ExchangeAsync($"GET /keys?a=%20&apikey={Canary}&b HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
        Assert.Equal("/keys?a=%20&b", query.Target);
        Assert.Equal(["alice"], query.All("X-Consumer-Username"));
        Assert.Single(query.All("X-Credential-Identifier"));

        var header = Echoed.Parse((await client.ExchangeAsync($"GET /keys HTTP/1.1\r\nHost: x\r\nApiKey: {Canary}\r\n\r\n")).Text);
        Assert.Empty(header.All("apikey"));

        string form = $"x=1&apikey={Canary}&y=2";
        var body = Echoed.Parse((await client.ExchangeAsync($"POST /keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}")).Text);
        Assert.Equal(("x=1&y=2".Length, "alice"), (body.BodyLength, Assert.Single(body.All("X-Consumer-Username"))));

        var chunked = Echoed.Parse((await client.ExchangeAsync($"POST /keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{form.Length:x}\r\n{form}\r\n0\r\n\r\n")).Text);
        Assert.Equal(("x=1&y=2".Length, "7"), (chunked.BodyLength, Assert.Single(chunked.All("Content-Length"))));

        var anonymous = Echoed.Parse((await client.ExchangeAsync("GET /anon HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
        Assert.Equal(("true", "guest"), (Assert.Single(anonymous.All("X-Anonymous-Consumer")), Assert.Single(anonymous.All("X-Consumer-Username"))));
    }

    [Fact]
    public async Task Field_that_a_plugin_adds_cannot_be_taken_away_by_connection()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string taken = string.Join(", ", Identity.Append("X-Added").Append("X-Own"));

        var echo = Echoed.Parse((await client.ExchangeAsync(
            $"GET /keys?apikey={Canary} HTTP/1.1\r\nHost: x\r\nX-Own: 1\r\nX-Added: forged\r\nConnection: {taken}\r\n\r\n")).Text);

        Assert.Equal(["alice"], echo.All("X-Consumer-Username"));
        Assert.NotEqual("forged", Assert.Single(echo.All("X-Added")));
        Assert.Empty(echo.All("X-Own"));
    }

    [Fact]
    public async Task Last_use_of_a_key_can_be_read()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        await client.ExchangeAsync($"GET /keys?apikey={Canary} HTTP/1.1\r\nHost: x\r\n\r\n");

        using var http = new HttpClient();
        var page = JsonDocument.Parse(await http.GetStringAsync(new Uri(gateway.Admin, "/credentials"))).RootElement.GetProperty("data");

        var byConsumer = page.EnumerateArray().ToDictionary(c => c.GetProperty("consumer").GetProperty("username").GetString()!, c => c.GetProperty("last_used"));
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - byConsumer["alice"].GetInt64(), 0, 120);
        Assert.Equal(JsonValueKind.Null, byConsumer["bob"].ValueKind);
    }

    [Fact]
    public async Task Plugin_of_a_consumer_group_applies_behind_key_auth()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        var gold = await client.ExchangeAsync("GET /groups?apikey=golden HTTP/1.1\r\nHost: x\r\n\r\n");
        var other = await client.ExchangeAsync($"GET /groups?apikey={Canary} HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal((418, 200), (gold.Status, other.Status));
    }

    [Fact]
    public async Task Keys_are_in_no_log_error_metric_or_dump()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string wrong = Canary + "-wrong";
        var answers = new List<string>();
        foreach (string line in (string[])
            [
                $"GET /keys?marker=1&apikey={Canary} HTTP/1.1\r\nHost: x\r\n\r\n",
                $"GET /keys?marker=1&apikey={wrong} HTTP/1.1\r\nHost: x\r\n\r\n",
                $"GET /keys?marker=1 HTTP/1.1\r\nHost: x\r\napikey: {wrong}\r\n\r\n",
                $"GET /shown?marker=1&my-key={Canary} HTTP/1.1\r\nHost: x\r\n\r\n",
                $"GET /shown?marker=1 HTTP/1.1\r\nHost: x\r\nmy-key: {wrong}\r\n\r\n",
                $"GET /nowhere?marker=1&apikey={Canary} HTTP/1.1\r\nHost: x\r\n\r\n",
            ])
        {
            var answer = await client.ExchangeAsync(line);
            answers.Add(line.Contains("/shown?marker=1&", StringComparison.Ordinal) ? "" : answer.Text);
        }

        await Eventually.TrueAsync(async () => (await LogFile.LinesAsync(gateway, "marker=1")).Count == 6, "six lines in the access log");
        await Eventually.TrueAsync(() => File.Exists(gateway.FileOf("audit.log")) && File.ReadAllLines(gateway.FileOf("audit.log")).Length == 3, "three audit records");
        await Eventually.TrueAsync(() => File.Exists(gateway.FileOf("full.log")) && File.ReadAllLines(gateway.FileOf("full.log")).Length == 6, "six lines of file-log");
        using var http = new HttpClient();
        string dump = await http.GetStringAsync(new Uri(gateway.Admin, "/config"));
        string everything = string.Concat(answers) + await File.ReadAllTextAsync(gateway.AccessLog) + await File.ReadAllTextAsync(gateway.FileOf("audit.log"))
            + await File.ReadAllTextAsync(gateway.FileOf("full.log")) + gateway.Process.Output + gateway.Process.Error + dump
            + await http.GetStringAsync(new Uri(gateway.Status, "/metrics")) + await http.GetStringAsync(new Uri(gateway.Admin, "/"));

        Assert.Contains("key_hash", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_leaves_one_audit_record_and_one_count()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        var response = await client.ExchangeAsync("GET /keys?apikey=wrong HTTP/1.1\r\nHost: x\r\n\r\n");

        var record = JsonDocument.Parse(Assert.Single(await Eventually.NotNullAsync(
            () => Task.FromResult(File.Exists(gateway.FileOf("audit.log")) && File.ReadAllLines(gateway.FileOf("audit.log")) is { Length: > 0 } lines ? lines : null), "an audit record"))).RootElement;
        Assert.Equal("authentication_failed", record.GetProperty("event").GetString());
        Assert.Equal(("key-auth", "unknown", "127.0.0.1"), (record.GetProperty("plugin").GetString(), record.GetProperty("reason").GetString(), record.GetProperty("client_ip").GetString()));
        Assert.Equal(("keys", response.Header("X-Kong-Request-Id")), (record.GetProperty("route").GetProperty("name").GetString(), record.GetProperty("request_id").GetString()));
        Assert.Equal(1, await NodeProbe.MetricAsync(gateway, "gatehouse_authentication_failures_total"));
    }

    private static async Task<GatehouseProcess> StartAsync(int port) => await GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log" },
        Declarative = $$"""
            _format_version: "3.0"
            services:
            - name: s
              url: http://127.0.0.1:{{port}}
              routes:
              - {name: open, paths: [/open], strip_path: false}
              - {name: keys, paths: [/keys], strip_path: false, plugins: [{name: key-auth, config: {hide_credentials: true, key_in_body: true} }, {name: correlation-id, config: {header_name: X-Added} }]}
              - {name: shown, paths: [/shown], strip_path: false, plugins: [{name: key-auth, config: {key_names: [my-key]} }]}
              - {name: anon, paths: [/anon], strip_path: false, plugins: [{name: key-auth, config: {anonymous: guest} }]}
              - {name: groups, paths: [/groups], strip_path: false, plugins: [{name: key-auth}]}
            consumers:
            - {username: alice, keyauth_credentials: [{key: {{Canary}}}]}
            - {username: bob, groups: [{name: gold}], keyauth_credentials: [{key: golden}]}
            - {username: guest}
            consumer_groups:
            - {name: gold, plugins: [{name: request-termination, config: {status_code: 418} }]}
            plugins:
            - {name: file-log, config: {path: full.log} }
            """,
    });
}
