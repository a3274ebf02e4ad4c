using System.Text.Json;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Plugins;

/// <summary>Policies of expressions in a real gateway, and what the program says of wrong ones.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task Requests_are_allowed_and_denied_by_expressions()
    {
        await using var origin = EchoOrigin.Start();
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services:
                - name: s
                  host: 127.0.0.1
                  port: {{origin.Port}}
                  routes:
                  - name: orders
                    paths: [/orders]
                    tags: [internal]
                    plugins:
                    - name: policy
                      config:
                        rules:
                        - name: no-deletes
                          effect: deny
                          when: request.method == "DELETE"
                          status: 405
                          message: Nothing is deleted here
                        - name: tenants
                          effect: allow
                          when: >-
                            "internal" in route.tags && cidr("127.0.0.0/8").containsIP(client.ip)
                            && request.headers["x-tenant"].matches("^[a-z]+$") && request.query.dry == "yes please"
                """,
        });
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);

        await CheckAsync(client, "GET /orders/1?dry=yes+please", "X-Tenant: acme", 200);
        await CheckAsync(client, "GET /orders/1?dry=no", "X-Tenant: acme", 403, "Access denied by policy");
        await CheckAsync(client, "GET /orders/1?dry=yes+please", "X-Tenant: 7", 403, "Access denied by policy");
        await CheckAsync(client, "GET /orders/1?dry=yes+please", "X-Tenant: acme\r\nX-Tenant: other", 403, "Access denied by policy");
        await CheckAsync(client, "GET /orders/1?dry=yes+please", "X-Other: acme", 403, "Access denied by policy");
        await CheckAsync(client, "DELETE /orders/1?dry=yes+please", "X-Tenant: acme", 405, "Nothing is deleted here");
    }

    [Fact]
    public async Task Check_points_at_the_column_of_an_expression()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("kong.yml", """
            _format_version: "3.0"
            plugins:
            - name: policy
              config:
                rules:
                - name: readers
                  effect: allow
                  when: request.metod == "GET"
            """);
        await using var check = ChildProcess.Start(GatehouseProcess.Executable, ["check", file]);

        Assert.Equal(1, await check.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("line 1, column 9: 'request' has no 'metod'; did you mean 'method'?", check.Output, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(RawClient client, string line, string headers, int status, string? message = null)
    {
        var response = await client.ExchangeAsync($"{line} HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n");

        Assert.True(status == response.Status, $"{line} {headers}: {response.Status} {response.Text}");
        Assert.Equal(message, status == 200 ? null : JsonDocument.Parse(response.Text).RootElement.GetProperty("message").GetString());
    }
}
