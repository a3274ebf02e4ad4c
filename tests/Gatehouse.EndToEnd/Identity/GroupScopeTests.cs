using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Plugins that are bound to consumer groups apply to members only, once they are known, with Kong's precedence.</summary>
public sealed class GroupScopeTests
{
    [Fact]
    public async Task Plugin_of_a_group_applies_to_members_and_the_most_specific_instance_wins()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Declarative(origin.Port, "[{name: silver}]") });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        foreach (var (target, said) in ((string, string?)[])
            [
                ("/plain?apikey=alice", "gold"), ("/plain?apikey=bob", "silver"), ("/plain?apikey=carol", null), ("/plain?apikey=dave", "dave"),
                ("/plain", "gold"), ("/open?apikey=alice", null), ("/open", null),
                ("/route?apikey=alice", "gold"), ("/route?apikey=bob", "silver"), ("/route?apikey=carol", "route"), ("/route?apikey=dave", "dave"),
                ("/group-route?apikey=alice", "gold on route"), ("/group-route?apikey=bob", "silver"), ("/group-route?apikey=carol", null),
                ("/group-route?apikey=dave", "gold on route"), ("/consumer-route?apikey=dave", "dave on route"),
                ("/consumer-route?apikey=alice", "gold on route"),
            ])
        {
            var response = await client.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal((target, said ?? ""), (target, response.Status == 200 ? "" : response.Text.Split('"')[3]));
            Assert.True(said is null || response.Status == 418, $"{target}: {response.Status}");
        }
    }

    [Fact]
    public async Task Membership_that_changes_counts_with_the_next_configuration()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Declarative(origin.Port, "[{name: silver}]") });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        Assert.Contains("silver", (await client.ExchangeAsync("GET /plain?apikey=bob HTTP/1.1\r\nHost: x\r\n\r\n")).Text, StringComparison.Ordinal);

        gateway.WriteDeclarative(Declarative(origin.Port, "[]"));
        gateway.Send(Signal.Hangup);
        await Eventually.TrueAsync(async () => (await client.ExchangeAsync("GET /plain?apikey=bob HTTP/1.1\r\nHost: x\r\n\r\n")).Status == 200, "bob to be in no group");
        Assert.Contains("gold", (await client.ExchangeAsync("GET /plain?apikey=alice HTTP/1.1\r\nHost: x\r\n\r\n")).Text, StringComparison.Ordinal);
    }

    private static string Declarative(int origin, string bobs) => $$"""
        _format_version: "3.0"
        consumer_groups: [{name: gold}, {name: silver}]
        consumers:
        - {username: alice, groups: [{name: silver}, {name: gold}], keyauth_credentials: [{key: alice}]}
        - {username: bob, groups: {{bobs}}, keyauth_credentials: [{key: bob}]}
        - {username: carol, keyauth_credentials: [{key: carol}]}
        - {username: dave, groups: [{name: gold}], keyauth_credentials: [{key: dave}]}
        - {username: guest, groups: [{name: gold}]}
        services:
        - name: closed
          url: http://127.0.0.1:{{origin}}
          plugins: [{name: key-auth, config: {anonymous: guest} }]
          routes:
          - {name: plain, paths: [/plain]}
          - {name: route, paths: [/route]}
          - {name: group-route, paths: [/group-route]}
          - {name: consumer-route, paths: [/consumer-route]}
        - name: open
          url: http://127.0.0.1:{{origin}}
          routes: [{name: open, paths: [/open]}]
        plugins:
        - {name: request-termination, consumer_group: gold, config: {status_code: 418, message: gold} }
        - {name: request-termination, consumer_group: silver, config: {status_code: 418, message: silver} }
        - {name: request-termination, route: route, config: {status_code: 418, message: route} }
        - {name: request-termination, consumer: dave, config: {status_code: 418, message: dave} }
        - {name: request-termination, consumer_group: gold, route: group-route, config: {status_code: 418, message: gold on route} }
        - {name: request-termination, consumer_group: gold, route: consumer-route, config: {status_code: 418, message: gold on route} }
        - {name: request-termination, consumer: dave, route: consumer-route, config: {status_code: 418, message: dave on route} }
        """;
}
