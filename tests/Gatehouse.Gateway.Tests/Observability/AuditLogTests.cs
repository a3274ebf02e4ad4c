using System.Text.Json;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

public sealed class AuditLogTests
{
    [Fact]
    public async Task Failure_is_one_line_that_says_who_what_where_and_not_the_key()
    {
        using var bench = new PluginBench(config: IdentityConfig.Company);
        var exchange = new FakeExchange("GET", "/orders?apikey=canary").On(FakeExchange.NewRoute(), FakeExchange.NewService());
        await bench.Build("key-auth").AccessAsync(exchange);
        bench.Dispose();

        string line = Assert.Single(bench.Audit.Lines);
        var record = JsonDocument.Parse(line).RootElement;
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        Assert.Equal(
            ("authentication_failed", "key-auth", "unknown", "10.1.2.3", FakeExchange.Id, "GET", "api.test", "/orders"),
            (Text("event"), Text("plugin"), Text("reason"), Text("client_ip"), Text("request_id"), Text("method"), Text("host"), Text("path")));
        Assert.Equal("orders", record.GetProperty("route").GetProperty("name").GetString());

        string? Text(string name) => record.GetProperty(name).GetString();
    }

    [Fact]
    public void Denial_names_consumer_credential_and_rule()
    {
        using var bench = new PluginBench(config: IdentityConfig.Company);
        var exchange = new FakeExchange();
        var key = bench.Directory.FindKey(Core.Secrets.SecretDigest.Of("k1"u8))!;
        exchange.Authenticate(key.Consumer.Config, key);
        bench.Node.Reports.Deny(exchange, "rbac", "role", "orders-readers\n");
        bench.Dispose();

        var record = JsonDocument.Parse(Assert.Single(bench.Audit.Lines)).RootElement;
        Assert.Equal(("access_denied", "orders-readers\n"), (record.GetProperty("event").GetString(), record.GetProperty("rule").GetString()));
        Assert.Equal("bob", record.GetProperty("consumer").GetProperty("username").GetString());
        Assert.Equal(("keyauth_credentials", IdentityConfig.KeyId), (record.GetProperty("credential").GetProperty("kind").GetString(), record.GetProperty("credential").GetProperty("id").GetString()));
    }

    [Fact]
    public void Nodes_log_gets_a_bounded_number_of_lines_a_second_and_the_number_of_others()
    {
        var clock = new FakeClock();
        var log = new LogLines();
        var target = new LoggerLogTarget(log, clock, linesPerSecond: 2);

        target.Write("{1}\n{2}\n{3}\n{4}\n"u8);
        clock.Advance(TimeSpan.FromSeconds(1));
        target.Write("{5}\n"u8);

        Assert.Equal(
            ["Information: audit {1}", "Information: audit {2}", "Warning: audit: 2 records were not shown here, more than 2 a second; give them a file with proxy_audit_log", "Information: audit {5}"],
            log.Lines);
    }

    [Fact]
    public void Every_reason_has_a_label_of_its_own()
        => Assert.Equal(
            Enum.GetValues<AuthenticationFailureReason>().Length,
            Enum.GetValues<AuthenticationFailureReason>().Select(AuthenticationFailureReasons.LabelOf).Distinct().Count());
}
