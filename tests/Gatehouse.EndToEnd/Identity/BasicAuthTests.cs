using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>basic-auth and acl in a real gateway.</summary>
public sealed class BasicAuthTests
{
    private static readonly string Slow = StoredPassword.Hash("slow sesame");

    [Fact]
    public async Task Password_lets_in_plain_or_hashed_and_groups_decide()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        var alice = await client.ExchangeAsync(Request("/basic", "alice:canary:word"));
        Assert.Equal(["alice"], Echoed.Parse(alice.Text).All("X-Consumer-Username"));
        Assert.Equal(["alice"], Echoed.Parse(alice.Text).All("X-Credential-Identifier"));
        Assert.Empty(Echoed.Parse(alice.Text).All("Authorization"));
        Assert.Equal(200, (await client.ExchangeAsync(Request("/basic", "bob:slow sesame"))).Status);
        Assert.Equal(200, (await client.ExchangeAsync(Request("/basic", "bob:slow sesame"))).Status);

        var wrong = await client.ExchangeAsync(Request("/basic", "bob:wrong"));
        Assert.Equal((401, "Basic realm=\"service\""), (wrong.Status, wrong.Header("WWW-Authenticate")));
        Assert.Equal(401, (await client.ExchangeAsync(Request("/basic", "nobody:wrong"))).Status);

        var allowed = await client.ExchangeAsync(Request("/gold", "alice:canary:word"));
        var refused = await client.ExchangeAsync(Request("/gold", "bob:slow sesame"));
        Assert.Equal(["gold, beta"], Echoed.Parse(allowed.Text).All("X-Consumer-Groups"));
        Assert.Equal(403, refused.Status);
        Assert.Contains("You cannot consume this service", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_are_in_no_log_error_metric_or_dump()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await StartAsync(origin.Port);
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        string everything = (await client.ExchangeAsync(Request("/basic", "alice:canary:word"))).Text
            + (await client.ExchangeAsync(Request("/basic", "alice:canary:wrong"))).Text;
        using var http = new HttpClient();
        everything += await http.GetStringAsync(new Uri(gateway.Admin, "/config")) + await http.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        await TestKit.Waiting.Eventually.TrueAsync(() => gateway.Process.Error.Contains("wrong_secret", StringComparison.Ordinal), "the audit record in the node's log");
        everything += gateway.Process.Output + gateway.Process.Error + await File.ReadAllTextAsync(gateway.AccessLog);

        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Encode("alice:canary:word"), everything, StringComparison.Ordinal);
    }

    private static string Encode(string login) => Convert.ToBase64String(Encoding.UTF8.GetBytes(login));

    private static string Request(string path, string login) => $"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {Encode(login)}\r\n\r\n";

    private static async Task<GatehouseProcess> StartAsync(int port) => await GatehouseProcess.StartAsync(new GatehouseOptions
    {
        Declarative = $$"""
            _format_version: "3.0"
            services:
            - name: s
              url: http://127.0.0.1:{{port}}
              routes:
              - {name: basic, paths: [/basic], strip_path: false}
              - {name: gold, paths: [/gold], strip_path: false, plugins: [{name: acl, config: {allow: [gold]} }]}
              plugins: [{name: basic-auth, config: {hide_credentials: true} }]
            consumers:
            - {username: alice, basicauth_credentials: [{username: alice, password: 'canary:word'}], acls: [{group: gold}, {group: beta}]}
            - {username: bob, basicauth_credentials: [{username: bob, password: '{{Slow}}'}], acls: [{group: beta}]}
            """,
    });
}
