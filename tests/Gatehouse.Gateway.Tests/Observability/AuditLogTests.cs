using System.Text;
using System.Text.Json;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
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

    // What a client, a token or a user name says may neither end the line nor begin a record of its own.
    [Theory]
    [InlineData("\r\n{\"event\":\"access_denied\",\"consumer\":{\"username\":\"root\"}}")]
    [InlineData("\n")]
    [InlineData("\0\u001b[2J\u007f")]
    [InlineData("\u0085\u2028\u2029\u202e")]
    [InlineData("\"},\"reason\":\"allowed")]
    [InlineData("\\\"")]
    public void Text_of_strangers_stays_within_its_field(string text)
    {
        using var bench = new PluginBench(config: IdentityConfig.Company);
        var exchange = Exchange(text);
        exchange.Authenticate(new ConsumerConfig { Id = "c", Username = text, CustomId = text }, new Claimed(text));
        bench.Node.Reports.Deny(exchange, "rbac", "role", text);
        bench.Dispose();

        string line = Assert.Single(bench.Audit.Lines);
        Assert.DoesNotContain(line, static c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e');
        var record = JsonDocument.Parse(line, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
        Assert.Equal(
            (text, text, text, text, text, "role"),
            (Text("rule"), Text("host"), Text("path"), record.GetProperty("consumer").GetProperty("username").GetString(),
                record.GetProperty("credential").GetProperty("id").GetString(), Text("reason")));

        string? Text(string name) => record.GetProperty(name).GetString();
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_replaced_and_what_is_cut_stays_text()
    {
        using var bench = new PluginBench(config: IdentityConfig.Company);
        var exchange = new FakeExchange();
        exchange.SetTarget([.. "/"u8, 0xff, 0xc3, (byte)'"', 0xe2, 0x80, .. Enumerable.Repeat<byte>(0xc3, 2000)]);
        bench.Node.Reports.Deny(exchange, "acl", "denied");
        exchange.SetTarget([.. "/"u8, .. Enumerable.Repeat("é"u8.ToArray(), 2000).SelectMany(static b => b)]);
        bench.Node.Reports.Deny(exchange, "acl", "denied");
        bench.Dispose();

        Assert.Equal(2, bench.Audit.Lines.Length);
        Assert.All(bench.Audit.Lines, static l => JsonDocument.Parse(l).Dispose());
        Assert.StartsWith("/\uFFFD\uFFFD\"\uFFFD", PathOf(bench.Audit.Lines[0]), StringComparison.Ordinal);
        Assert.EndsWith("é\uFFFD", PathOf(bench.Audit.Lines[1]), StringComparison.Ordinal);

        static string PathOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("path").GetString()!;
    }

    [Fact]
    public void Record_has_a_bounded_length_whatever_a_client_or_token_says()
    {
        using var bench = new PluginBench(config: IdentityConfig.Company);
        string text = new('\u0001', 60_000);
        var exchange = Exchange(text);
        exchange.Request.Method = Core.Http.RequestMethod.From(Encoding.ASCII.GetBytes(new string('M', 60_000)));
        exchange.Authenticate(null, new Claimed(text));
        bench.Node.Reports.Deny(exchange, "rbac", "role", text);
        bench.Dispose();

        Assert.InRange(Assert.Single(bench.Audit.Lines).Length, 1000, 20_000);
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

    private static FakeExchange Exchange(string text)
    {
        var exchange = new FakeExchange();
        exchange.Request.SetAuthority(Encoding.UTF8.GetBytes(text));
        exchange.SetTarget(Encoding.UTF8.GetBytes(text));
        return exchange;
    }

    [Fact]
    public void Every_reason_has_a_label_of_its_own()
        => Assert.Equal(
            Enum.GetValues<AuthenticationFailureReason>().Length,
            Enum.GetValues<AuthenticationFailureReason>().Select(AuthenticationFailureReasons.LabelOf).Distinct().Count());

    private sealed class Claimed(string subject) : Credential(subject)
    {
        public override string Kind => "jwt";
    }
}
