using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

/// <summary>What all authentication plugins have in common, seen through key-auth.</summary>
public sealed class AuthenticationPluginTests : IDisposable
{
    private static readonly string[] Fields = ["X-Consumer-ID", "X-Consumer-Custom-ID", "X-Consumer-Username", "X-Credential-Identifier", "X-Anonymous-Consumer"];

    private readonly PluginBench _bench = new(config: IdentityConfig.Company);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("anon")]
    [InlineData(IdentityConfig.AnonId)]
    [InlineData("0B0B0B0B-0000-4000-8000-000000000002")]
    public async Task Anonymous_consumer_by_name_or_id_stands_in_when_there_is_no_key(string anonymous)
    {
        var exchange = new FakeExchange();

        await Anonymous(anonymous).AccessAsync(exchange);

        Assert.False(exchange.IsAnswered);
        Assert.True(exchange.IsAnonymous);
        Assert.Equal([IdentityConfig.AnonId, null, "anon", null, "true"], Fields.Select(exchange.RequestHeader));
    }

    [Fact]
    public void Anonymous_consumer_is_the_one_of_that_id_before_one_that_is_called_so()
    {
        var directory = IdentityDirectoryBuilder.Build(
            IdentityConfig.Company with
            {
                Consumers = [.. IdentityConfig.Company.Consumers, new() { Id = "0b0b0b0b-0000-4000-8000-000000000003", Username = IdentityConfig.AnonId }],
            },
            []);
        Assert.Equal("anon", directory.FindNamed(IdentityConfig.AnonId)!.Username);
    }

    [Fact]
    public async Task Anonymous_consumer_stands_in_for_a_wrong_key_and_the_failure_is_reported()
    {
        var exchange = new FakeExchange("GET", "/?apikey=wrong");

        await Anonymous("anon").AccessAsync(exchange);

        Assert.True(exchange.IsAnonymous);
        Assert.Equal(1, Failures("unknown"));
    }

    [Theory]
    [InlineData("key-auth", "Key", "No API key found in request")]
    [InlineData("basic-auth", "Basic", "Unauthorized")]
    [InlineData("hmac-auth", "hmac", "Unauthorized")]
    [InlineData("jwt", "Bearer", "Unauthorized")]
    public async Task Realm_is_named_by_every_plugin_whatever_is_missing_or_wrong(string plugin, string scheme, string message)
    {
        var missing = new FakeExchange();
        await _bench.Build(plugin, """{"realm":"r \"1\""}""").AccessAsync(missing);

        Assert.Equal((401, message, $"{scheme} realm=\"r \\\"1\\\"\""), (missing.Answer.Status, missing.Answer.Message, missing.ResponseHeader("WWW-Authenticate")));
    }

    [Fact]
    public async Task Anonymous_without_any_key_is_no_failure()
    {
        await Anonymous("anon").AccessAsync(new FakeExchange());
        Assert.Equal(0, Failures("missing"));
    }

    [Fact]
    public async Task Anonymous_consumer_that_does_not_exist_is_500_in_Kongs_words()
    {
        var exchange = new FakeExchange();
        await Anonymous("nobody").AccessAsync(exchange);
        Assert.Equal((500, "anonymous consumer nobody is configured but doesn't exist"), (exchange.Answer.Status, exchange.Answer.Message));
    }

    // A token of one plugin is none of the other's: where the other let it in, the audit log told of a failure that there was not.
    [Theory]
    [InlineData("/?apikey=k1", "bob", 0)]
    [InlineData("/", "anon", 1)]
    public async Task Token_that_one_alternative_does_not_know_is_a_failure_only_if_nobody_is_let_in(string target, string username, int failures)
    {
        var exchange = new FakeExchange("GET", target).With("Authorization", "Bearer opaque");
        await _bench.Build("jwt", """{"anonymous":"anon"}""").AccessAsync(exchange);
        await _bench.Build("key-auth", """{"anonymous":"anon"}""").AccessAsync(exchange);
        Assert.Empty(_bench.Audit.Lines);
        _bench.Node.Reports.Settle(exchange);

        Assert.Equal(username, exchange.Consumer!.Username);
        Assert.Null(exchange.FailedAlternatives);
        Assert.Equal(failures, MetricText.Of(_bench.Services.Metrics, "gatehouse_authentication_failures_total{plugin=\"jwt\",reason=\"malformed\"}"));
        _bench.Dispose();
        Assert.Equal(failures, _bench.Audit.Lines.Length);
    }

    [Fact]
    public async Task With_anonymous_the_first_success_is_enough()
    {
        var exchange = new FakeExchange("GET", "/?apikey=k1");
        await Anonymous("anon").AccessAsync(exchange);
        await _bench.Build("key-auth", """{"anonymous":"anon","key_names":["second"]}""").AccessAsync(exchange);

        Assert.Equal("bob", exchange.Consumer!.Username);
        Assert.Null(exchange.RequestHeader("X-Anonymous-Consumer"));
    }

    [Fact]
    public async Task With_anonymous_a_later_success_replaces_the_anonymous_consumer()
    {
        var exchange = new FakeExchange("GET", "/?apikey=k1");
        await _bench.Build("key-auth", """{"anonymous":"anon","key_names":["first"]}""").AccessAsync(exchange);
        Assert.True(exchange.IsAnonymous);
        await Anonymous("anon").AccessAsync(exchange);

        Assert.False(exchange.IsAnonymous);
        Assert.Equal([IdentityConfig.BobId, "b-1", "bob", IdentityConfig.KeyId, null], Fields.Select(exchange.RequestHeader));
    }

    [Fact]
    public async Task Without_anonymous_every_plugin_must_agree()
    {
        var exchange = new FakeExchange("GET", "/?apikey=k1");
        await _bench.Build("key-auth").AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        await _bench.Build("key-auth", """{"key_names":["second"]}""").AccessAsync(exchange);
        Assert.Equal(401, exchange.Answer.Status);
    }

    [Fact]
    public async Task Credential_of_no_consumer_clears_what_names_a_consumer()
    {
        var exchange = new FakeExchange("GET", "/?apikey=k1");
        await _bench.Build("key-auth").AccessAsync(exchange);

        await Fixed(AuthenticationOutcome.Success(null, new Token("t1"))).AccessAsync(exchange);

        Assert.Null(exchange.Consumer);
        Assert.Equal([null, null, null, "t1", null], Fields.Select(exchange.RequestHeader));
    }

    [Fact]
    public async Task Nothing_found_changes_nothing()
    {
        var exchange = new FakeExchange();
        await Fixed(AuthenticationOutcome.Nothing).AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        Assert.Null(exchange.Credential);
    }

    [Fact]
    public async Task What_could_not_be_checked_is_refused_also_where_anonymous_is_set()
    {
        var exchange = new FakeExchange();
        await Fixed(new AuthenticationFailure(AuthenticationFailureReason.Unavailable, "later", null, 503), "anon").AccessAsync(exchange);
        Assert.Equal((503, "later"), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Null(exchange.Consumer);
    }

    [Fact]
    public async Task Failure_with_a_body_of_its_own_is_sent_as_it_is()
    {
        var exchange = new FakeExchange();
        var failure = new AuthenticationFailure(AuthenticationFailureReason.Expired, null, "Bearer") { Json = "{\"exp\":\"token expired\"}"u8.ToArray() };
        await Fixed(failure).AccessAsync(exchange);
        Assert.True(exchange.Answer.IsVerbatim);
        Assert.Equal("{\"exp\":\"token expired\"}"u8.ToArray(), exchange.Answer.Body.ToArray());
        Assert.Equal("Bearer", exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Fact]
    public async Task Control_characters_of_a_name_cannot_begin_another_field()
    {
        var config = IdentityConfig.Company with
        {
            Consumers = [IdentityConfig.Company.Consumers[0] with { Username = "bob\r\nX-Admin: 1", CustomId = " a" }, IdentityConfig.Company.Consumers[1]],
        };
        using var bench = new PluginBench(config: config);
        var exchange = new FakeExchange("GET", "/?apikey=k1");

        await bench.Build("key-auth").AccessAsync(exchange);

        Assert.Equal(("bob%0D%0AX-Admin: 1", "%20a"), (exchange.RequestHeader("X-Consumer-Username"), exchange.RequestHeader("X-Consumer-Custom-ID")));
    }

    private long Failures(string reason) => MetricText.Of(_bench.Services.Metrics, $"gatehouse_authentication_failures_total{{plugin=\"key-auth\",reason=\"{reason}\"}}");

    private Plugin Anonymous(string consumer) => _bench.Build("key-auth", $$"""{"anonymous":"{{consumer}}"}""");

    private FixedPlugin Fixed(AuthenticationOutcome outcome, string? anonymous = null)
        => new(outcome, new AuthenticationOptions { Anonymous = anonymous }, _bench.Context("fixed"));

    private sealed class FixedPlugin(AuthenticationOutcome outcome, AuthenticationOptions options, PluginBuildContext context) : AuthenticationPlugin(options, context)
    {
        protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange) => ValueTask.FromResult(outcome);
    }

    private sealed class Token(string id) : Credential(id)
    {
        public override string Kind => "fixed";
    }
}
