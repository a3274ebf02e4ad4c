using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>Tokens of credentials: Kong's configuration and Kong's words.</summary>
public sealed class JwtPluginTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public JwtPluginTests() => _bench = new PluginBench(config: JwtCompany.Config, time: _clock);

    public static TheoryData<string> Algorithms => [.. JwtKeys.Algorithms];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Token_of_each_algorithm_is_let_in_and_stays_in_the_request(string algorithm)
    {
        string token = JwtKeys.Token($$"""{"iss":"app-{{algorithm}}","n":1}""", algorithm);
        var plugin = _bench.Build("jwt");

        for (int i = 0; i < 2; i++)
        {
            var exchange = new FakeExchange().With("Authorization", "Bearer " + token);
            await plugin.AccessAsync(exchange);

            Assert.False(exchange.IsAnswered, exchange.Answer.Message);
            Assert.Equal(("bob", "app-" + algorithm), (exchange.Consumer!.Username, exchange.RequestHeader("X-Credential-Identifier")));
            Assert.Equal("Bearer " + token, exchange.RequestHeader("Authorization"));
            Assert.True(exchange.Claims!.TryGetJson(new ClaimPath("n"), out var json));
            Assert.Equal("1", Encoding.ASCII.GetString(json));
            Assert.Equal(1, _bench.Node.Tokens.Count);
        }
    }

    [Theory]
    [InlineData("EdDSA", null)]
    [InlineData("Ed25519", null)]
    [InlineData("Ed448", "Invalid algorithm")]
    [InlineData("ed25519", "Bad token; invalid alg")]
    public async Task Edwards_curve_goes_by_either_name_and_by_no_other_curves(string name, string? message)
    {
        var exchange = new FakeExchange().With("Authorization", "Bearer " + JwtKeys.Token("""{"iss":"app-EdDSA"}""", "EdDSA", name: name));
        await _bench.Build("jwt").AccessAsync(exchange);
        Assert.Equal(message, exchange.Answer.Message);
    }

    [Theory]
    [InlineData("""{"claims_to_verify":["exp"]}""", """{"iss":"app","exp":$0}""", """{"exp":"token expired"}""")]
    [InlineData("""{"claims_to_verify":["exp"]}""", """{"iss":"app","exp":$1}""", null)]
    [InlineData("""{"claims_to_verify":["exp"]}""", """{"iss":"app","exp":"$60"}""", """{"exp":"must be a number"}""")]
    [InlineData("""{"claims_to_verify":["exp"]}""", """{"iss":"app"}""", """{"exp":"must be a number"}""")]
    [InlineData("""{"claims_to_verify":["exp"]}""", """{"iss":"app","exp":1e300}""", null)]
    [InlineData("""{"claims_to_verify":["exp"]}""", """{"iss":"app","exp":-1}""", """{"exp":"token expired"}""")]
    [InlineData("""{"claims_to_verify":["nbf"]}""", """{"iss":"app","nbf":$1}""", """{"nbf":"token not valid yet"}""")]
    [InlineData("""{"claims_to_verify":["nbf"]}""", """{"iss":"app","nbf":$0}""", null)]
    [InlineData("""{"claims_to_verify":["nbf"]}""", """{"iss":"app"}""", """{"nbf":"must be a number"}""")]
    [InlineData("""{"claims_to_verify":["exp","nbf"]}""", """{"iss":"app","exp":$0,"nbf":$1}""", """{"exp":"token expired","nbf":"token not valid yet"}""")]
    [InlineData("""{"claims_to_verify":["exp"],"maximum_expiration":60}""", """{"iss":"app","exp":$61}""", """{"exp":"exceeds maximum allowed expiration"}""")]
    [InlineData("""{"claims_to_verify":["exp"],"maximum_expiration":60}""", """{"iss":"app","exp":$60}""", null)]
    [InlineData("""{"claims_to_verify":["exp","nbf"],"clock_skew":60,"maximum_expiration":1}""", """{"iss":"app","exp":$61,"nbf":$60}""", null)]
    [InlineData("""{"claims_to_verify":["exp","nbf"],"clock_skew":59}""", """{"iss":"app","exp":$61,"nbf":$60}""", """{"nbf":"token not valid yet"}""")]
    [InlineData("{}", """{"iss":"app","exp":$0,"nbf":"x","sub":5}""", null)]
    [InlineData("""{"audiences":["a","b"]}""", """{"iss":"app","aud":"b"}""", null)]
    [InlineData("""{"audiences":["a","b"]}""", """{"iss":"app","aud":["x","a"]}""", null)]
    [InlineData("""{"audiences":["a","b"]}""", """{"iss":"app","aud":"ab"}""", """{"aud":"not allowed"}""")]
    [InlineData("""{"audiences":["a","b"]}""", """{"iss":"app"}""", """{"aud":"not allowed"}""")]
    public async Task Claims_are_verified_as_configured(string config, string claims, string? json)
    {
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();
        for (int i = 61; i >= 0; i--)
        {
            claims = claims.Replace($"${i}", (now + i).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        var exchange = new FakeExchange().With("Authorization", "Bearer " + JwtKeys.Token(claims));
        await _bench.Build("jwt", config).AccessAsync(exchange);

        Assert.Equal(json is null ? (0, "") : (401, json), (exchange.Answer.Status, Encoding.UTF8.GetString(exchange.Answer.Body.Span)));
        Assert.Equal(json is null ? null : "Bearer error=\"invalid_token\"", exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Fact]
    public async Task Token_that_is_cached_ends_with_exp()
    {
        long exp = _clock.GetUtcNow().ToUnixTimeSeconds() + 60;
        string token = JwtKeys.Token($$"""{"iss":"app","exp":{{exp}}}""");
        var plugin = _bench.Build("jwt", """{"claims_to_verify":["exp"]}""");
        int[] statuses = new int[3];
        TimeSpan[] steps = [TimeSpan.Zero, TimeSpan.FromMilliseconds(59_999), TimeSpan.FromMilliseconds(1)];
        for (int i = 0; i < 3; i++)
        {
            _clock.Advance(steps[i]);
            var exchange = new FakeExchange().With("Authorization", "Bearer " + token);
            await plugin.AccessAsync(exchange);
            statuses[i] = exchange.Answer.Status;
        }

        Assert.Equal([0, 0, 401], statuses);
    }

    [Theory]
    [InlineData("{}", "/?jwt=%", null, 0)]
    [InlineData("{}", "/?JWT=%", null, 401)]
    [InlineData("{}", "/?j%77t=%", null, 0)]
    [InlineData("{}", "/?jwt=%&jwt=%", null, 0)]
    [InlineData("{}", "/?jwt=%&jwt=", "Authorization: Basic x", 0)]
    [InlineData("{}", "/?jwt=%", "Authorization: Bearer %", 0)]
    [InlineData("{}", "/", "Authorization: bearer %", 0)]
    [InlineData("{}", "/", "Authorization: BEARER   %", 0)]
    [InlineData("{}", "/", "Authorization: %", 401)]
    [InlineData("{}", "/", "Authorization: Bearer", 401)]
    [InlineData("{}", "/", "Authorization: Basic x, Bearer %", 401)]
    [InlineData("{}", "/", "X-Token: Bearer %", 401)]
    [InlineData("""{"header_names":["x-token"]}""", "/", "X-Token: Bearer %", 0)]
    [InlineData("""{"header_names":["x-token"]}""", "/", "Authorization: Bearer %", 401)]
    [InlineData("""{"cookie_names":["sid"]}""", "/", "Cookie: a=b; sid=%", 0)]
    [InlineData("{}", "/", "Cookie: sid=%", 401)]
    [InlineData("""{"uri_param_names":["a","b"]}""", "/?b=%", null, 0)]
    [InlineData("""{"uri_param_names":[]}""", "/?jwt=%", null, 401)]
    public async Task Token_is_found_where_it_is_looked_for(string config, string target, string? header, int status)
    {
        string token = JwtKeys.Token("""{"iss":"app"}""");
        var exchange = JwtRequest.Of(target.Replace("=%", "=" + token, StringComparison.Ordinal), header?.Replace("%", token, StringComparison.Ordinal));
        await _bench.Build("jwt", config).AccessAsync(exchange);
        Assert.Equal((status, status == 0 ? null : "Unauthorized"), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(status == 0 ? null : "Bearer", exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("/?jwt=a", "Authorization: Bearer b")]
    [InlineData("/?jwt=a&jwt=b", null)]
    [InlineData("/?jwt=%61&jwt=%62", null)]
    [InlineData("/", "Authorization: Bearer a|Authorization: Bearer b")]
    [InlineData("/?jwt=a", "Cookie: sid=b")]
    public Task Several_tokens_are_refused(string target, string? headers)
        => CheckRefusedAsync("""{"cookie_names":["sid"]}""", target, headers, "Multiple tokens provided");

    [Fact]
    public async Task Key_claim_may_stand_in_payload_or_header()
    {
        var plugin = _bench.Build("jwt", """{"key_claim_name":"kid"}""");
        var header = new FakeExchange().With("Authorization", "Bearer " + JwtKeys.Token("{}", more: ""","kid":"app" """));
        var payload = new FakeExchange().With("Authorization", "Bearer " + JwtKeys.Token("""{"kid":"app"}""", more: ""","kid":"nobody" """));
        await plugin.AccessAsync(header);
        await plugin.AccessAsync(payload);
        Assert.Equal(("bob", "bob"), (header.Consumer?.Username, payload.Consumer?.Username));

        await CheckRefusedAsync("""{"key_claim_name":"app"}""", "/", "Authorization: Bearer " + JwtKeys.Token("{}"), "No mandatory 'app' in claims");
    }

    [Fact]
    public async Task Secret_may_be_base64()
    {
        string decoded = JwtKeys.Forged([0xfb, 0xff, 1, 2, 3], """{"alg":"HS256"}""", """{"iss":"base64"}""");
        var exchange = new FakeExchange().With("Authorization", "Bearer " + decoded);
        await _bench.Build("jwt", """{"secret_is_base64":true}""").AccessAsync(exchange);
        Assert.Equal("bob", exchange.Consumer?.Username);

        await CheckRefusedAsync("{}", "/", "Authorization: Bearer " + decoded, "Invalid signature");
        await CheckRefusedAsync("""{"secret_is_base64":true}""", "/", "Authorization: Bearer " + JwtKeys.Token("""{"iss":"app"}"""), "Invalid key/secret");
    }

    [Fact]
    public async Task Realm_comes_first()
    {
        var missing = new FakeExchange();
        await _bench.Build("jwt", """{"realm":"r"}""").AccessAsync(missing);
        Assert.Equal("Bearer realm=\"r\"", missing.ResponseHeader("WWW-Authenticate"));

        var wrong = new FakeExchange("GET", "/?jwt=x");
        await _bench.Build("jwt", """{"realm":"r"}""").AccessAsync(wrong);
        Assert.Equal("Bearer realm=\"r\" error=\"invalid_token\"", wrong.ResponseHeader("WWW-Authenticate"));
    }

    [Fact]
    public async Task Anonymous_and_preflight_are_as_with_every_plugin()
    {
        var wrong = new FakeExchange("GET", "/?jwt=x");
        await _bench.Build("jwt", """{"anonymous":"anon"}""").AccessAsync(wrong);
        Assert.True(wrong.IsAnonymous);

        var preflight = new FakeExchange("OPTIONS");
        await _bench.Build("jwt", """{"run_on_preflight":false}""").AccessAsync(preflight);
        Assert.False(preflight.IsAnswered);
    }

    [Fact]
    public async Task One_instances_verified_token_is_nothing_to_another_one()
    {
        string token = JwtKeys.Token("""{"iss":"app","aud":"one"}""");
        Plugin one = _bench.Build("jwt", """{"audiences":["one"]}"""), other = _bench.Build("jwt", """{"audiences":["other"]}""");
        var first = JwtRequest.Of("/?jwt=" + token, null);
        await one.AccessAsync(first);
        var second = JwtRequest.Of("/?jwt=" + token, null);
        await other.AccessAsync(second);
        Assert.Equal((0, 401), (first.Answer.Status, second.Answer.Status));

        await one.DisposeAsync();
        Assert.Equal(0, _bench.Node.Tokens.Count);
    }

    private async Task CheckRefusedAsync(string config, string target, string? headers, string message)
    {
        var exchange = JwtRequest.Of(target, headers);
        await _bench.Build("jwt", config).AccessAsync(exchange);
        Assert.Equal((401, message, null), (exchange.Answer.Status, exchange.Answer.Message, exchange.Consumer));
        Assert.Equal("Bearer error=\"invalid_token\"", exchange.ResponseHeader("WWW-Authenticate"));
    }
}
