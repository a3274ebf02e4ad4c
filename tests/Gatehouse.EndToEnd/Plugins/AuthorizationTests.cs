using System.Text.Json.Nodes;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>rbac, scope, policy and opa in a real gateway, behind key-auth.</summary>
public sealed class AuthorizationTests
{
    [Fact]
    public async Task Roles_of_consumers_and_groups_decide_and_denials_are_recorded()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Node = new Dictionary<string, string> { ["proxy_audit_log"] = "audit.log" },
            Declarative = $$"""
                _format_version: "3.0"
                consumers:
                - {username: alice, groups: [{name: staff}], keyauth_credentials: [{key: alice-key}]}
                - {username: bob, acls: [{group: ops}], keyauth_credentials: [{key: bob-key}]}
                consumer_groups:
                - name: staff
                services:
                - name: s
                  url: http://127.0.0.1:{{origin.Port}}
                  routes:
                  - {name: orders, paths: [/orders], tags: [shop]}
                  - {name: admin, paths: [/admin], tags: [internal]}
                  plugins:
                  - name: key-auth
                  - name: rbac
                    config:
                      roles:
                      - name: clerk
                        permissions: [{tags: [shop], methods: [GET, POST]}]
                      - name: operator
                        inherits: [clerk]
                        permissions:
                        - {tags: [internal]}
                        - {name: no-reset, effect: deny, paths: ['~/admin/reset/?']}
                      assignments:
                      - {role: clerk, consumer_groups: [staff]}
                      - {role: operator, groups: [ops]}
                """,
        });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        foreach (var (line, status) in ((string, int)[])
            [
                ("GET /orders/1?apikey=alice-key", 200), ("DELETE /orders/1?apikey=alice-key", 403), ("GET /admin?apikey=alice-key", 403),
                ("GET /orders/1?apikey=bob-key", 200), ("DELETE /admin/x?apikey=bob-key", 200), ("POST /admin/reset?apikey=bob-key", 403),
                ("POST /admin/%72eset?apikey=bob-key", 403), ("POST /admin/x/../reset/?apikey=bob-key", 403), ("GET /orders/1", 401),
            ])
        {
            var response = await client.ExchangeAsync($"{line} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            Assert.True(status == response.Status, $"{line}: {response.Status} {response.Text}");
        }

        await Eventually.TrueAsync(
            () => File.Exists(gateway.FileOf("audit.log")) && File.ReadAllLines(gateway.FileOf("audit.log")).Count(l => l.Contains("\"rule\":\"no-reset\"", StringComparison.Ordinal)) == 3,
            "three audit records of the rule");
    }

    [Fact]
    public async Task Groups_and_credentials_reach_policies_and_scope_wants_claims()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                consumers:
                - {username: alice, groups: [{name: staff}], keyauth_credentials: [{key: alice-key}]}
                - {username: bob, keyauth_credentials: [{key: bob-key}]}
                consumer_groups:
                - name: staff
                services:
                - name: s
                  url: http://127.0.0.1:{{origin.Port}}
                  plugins: [{name: key-auth}]
                  routes:
                  - name: p
                    paths: [/p]
                    plugins: [{name: policy, config: {rules: [{name: staff, effect: allow, when: '"staff" in consumer.groups && has(credential.id)'}]} }]
                  - name: s
                    paths: [/s]
                    plugins: [{name: scope, config: {all: [orders.read], realm: shop} }]
                """,
        });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        Assert.Equal(200, (await client.ExchangeAsync("GET /p?apikey=alice-key HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        Assert.Equal(403, (await client.ExchangeAsync("GET /p?apikey=bob-key HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
        var scope = await client.ExchangeAsync("GET /s?apikey=alice-key HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal((403, "Bearer realm=\"shop\", error=\"insufficient_scope\", scope=\"orders.read\""), (scope.Status, scope.Header("WWW-Authenticate")));
    }

    [Fact]
    public async Task Open_policy_agent_decides_and_its_end_refuses()
    {
        await using var origin = EchoOrigin.Start();
        var opa = ScriptedOrigin.Start(async c =>
        {
            while (await c.Reader.TryReadRequestAsync(c.Stopped) is { } request)
            {
                var http = JsonNode.Parse(request.Body)!["input"]!["request"]!["http"]!;
                string result = (string?)http["method"] == "GET"
                    ? """{"result":{"allow":true,"headers":{"X-Order":"?"}}}""".Replace("?", (string?)http["uri_captures"]!["named"]!["order"], StringComparison.Ordinal)
                    : """{"result":{"allow":false,"status":405,"message":"Nothing is changed here"}}""";
                await c.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {result.Length}\r\n\r\n{result}");
            }
        });
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services:
                - name: s
                  url: http://127.0.0.1:{{origin.Port}}
                  routes:
                  - name: orders
                    paths: ['~/orders/(?<order>[0-9]+)']
                    plugins:
                    - name: opa
                      config: {opa_host: 127.0.0.1, opa_port: {{opa.Port}}, opa_path: /v1/data/gateway/allow, include_uri_captures_in_opa_input: true}
                """,
        });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        var allowed = await client.ExchangeAsync("GET /orders/7 HTTP/1.1\r\nHost: x\r\nX-Order: 8\r\n\r\n");
        Assert.Equal(["7"], Echoed.Parse(allowed.Text).All("X-Order"));
        var denied = await client.ExchangeAsync("DELETE /orders/7 HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(405, denied.Status);
        Assert.Contains("Nothing is changed here", denied.Text, StringComparison.Ordinal);

        await opa.DisposeAsync();
        Assert.Equal(500, (await client.ExchangeAsync("GET /orders/7 HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
    }
}
