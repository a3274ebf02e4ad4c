using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity.Keys;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>Tokens of key sets: of the configuration, and published ones.</summary>
public sealed class JwtSharedKeysTests : IDisposable
{
    private const string Config = """{"key_sets":["idp"],"issuers":["https://idp.test"]}""";

    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public JwtSharedKeysTests() => _bench = new PluginBench(config: JwtCompany.Config, time: _clock);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":$,"sub":"joe"}""", null, null)]
    [InlineData("RS256", ""","kid":"rsa" """, """{"iss":"https://idp.test","exp":$,"sub":"joe"}""", null, null)]
    [InlineData("PS384", ""","kid":"rsa" """, """{"iss":"https://idp.test","exp":$,"sub":"joe"}""", null, null)]
    [InlineData("ES256", "", """{"iss":"https://idp.test","exp":$,"sub":"joe"}""", null, null)]
    [InlineData("HS256", ""","kid":"rsa" """, """{"iss":"https://idp.test","exp":$}""", "Invalid algorithm", null)]
    [InlineData("RS256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":$}""", "Invalid algorithm", null)]
    [InlineData("RS256", ""","kid":"enc" """, """{"iss":"https://idp.test","exp":$}""", "No credentials found for given 'kid'", null)]
    [InlineData("RS256", ""","kid":"oaep" """, """{"iss":"https://idp.test","exp":$}""", "No credentials found for given 'kid'", null)]
    [InlineData("RS256", ""","kid":"ec\u0000" """, """{"iss":"https://idp.test","exp":$}""", "No credentials found for given 'kid'", null)]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test/","exp":$}""", "No credentials found for given 'iss'", null)]
    [InlineData("ES256", ""","kid":"ec" """, """{"exp":$}""", "No mandatory 'iss' in claims", null)]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test"}""", null, """{"exp":"must be a number"}""")]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":1}""", null, """{"exp":"token expired"}""")]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":$,"nbf":$}""", null, """{"nbf":"token not valid yet"}""")]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":$,"iat":$}""", null, """{"iat":"token not valid yet"}""")]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":"$"}""", "Bad token; invalid claims", null)]
    [InlineData("ES256", ""","kid":"ec" """, """{"iss":"https://idp.test","exp":$,"sub":5}""", "Bad token; invalid claims", null)]
    public async Task Token_is_verified_by_kid_algorithm_and_issuer(string algorithm, string header, string claims, string? message, string? json)
    {
        claims = claims.Replace("$", In(60), StringComparison.Ordinal);
        var exchange = await SendAsync(_bench.Build("jwt", Config), JwtKeys.Token(claims, algorithm, header));

        bool isIn = message is null && json is null;
        Assert.Equal((isIn ? 0 : 401, message), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(json ?? "", System.Text.Encoding.UTF8.GetString(exchange.Answer.Body.Span));
        Assert.Equal(isIn ? ("joe", "jwt") : (null, null), (exchange.Credential?.Identifier, exchange.Credential?.Kind));
        Assert.Null(exchange.Consumer);
    }

    [Theory]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"audiences":["api"]}""", """{"iss":"i","exp":$,"aud":"api"}""", 0, null)]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"audiences":["api"]}""", """{"iss":"i","exp":$}""", 401, null)]
    [InlineData("""{"key_sets":["set-3"],"issuers":["i"],"maximum_expiration":30,"claims_to_verify":["exp"]}""", """{"iss":"i","exp":$}""", 401, null)]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"consumer_claim":"name"}""", """{"iss":"i","exp":$,"name":"bob"}""", 0, "bob")]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"consumer_claim":"name","consumer_by":"custom_id"}""", """{"iss":"i","exp":$,"name":"b-1"}""", 0, "bob")]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"consumer_claim":"name"}""", """{"iss":"i","exp":$,"name":"b-1"}""", 401, null)]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"consumer_claim":"name"}""", """{"iss":"i","exp":$,"name":["bob"]}""", 401, null)]
    [InlineData("""{"key_sets":["single"],"issuers":["i"],"consumer_claim":"name"}""", """{"iss":"i","exp":$}""", 401, null)]
    public async Task Audience_lifetime_and_consumer_are_checked(string config, string claims, int status, string? consumer)
    {
        var exchange = await SendAsync(_bench.Build("jwt", config), JwtKeys.Token(claims.Replace("$", In(60), StringComparison.Ordinal), "ES256"));
        Assert.Equal((status, consumer), (exchange.Answer.Status, exchange.Consumer?.Username));
    }

    [Fact]
    public async Task Token_of_a_credential_is_the_credentials_also_where_key_sets_are()
    {
        var exchange = await SendAsync(_bench.Build("jwt", """{"key_sets":["idp"],"issuers":["app"]}"""), JwtKeys.Token("""{"iss":"app"}"""));
        Assert.Equal("app", exchange.Credential?.Identifier);

        // Its name does not open the door with another key.
        var forged = await SendAsync(_bench.Build("jwt", """{"key_sets":["idp"],"issuers":["app"]}"""), JwtKeys.Token($$"""{"iss":"app","exp":{{In(60)}}}""", "ES256", ""","kid":"ec" """));
        Assert.Equal("Invalid algorithm", forged.Answer.Message);
    }

    [Theory]
    [InlineData("-5", "", 0)]
    [InlineData("-10", "", 401)]
    [InlineData("60", ""","nbf":+9,"iat":+9""", 0)]
    [InlineData("60", ""","nbf":+11""", 401)]
    [InlineData("60", ""","iat":+11""", 401)]
    public async Task Clock_skew_is_granted_to_the_issuer_once(string exp, string more, int status)
    {
        string claims = $$"""{"iss":"i","exp":{{In(int.Parse(exp, System.Globalization.CultureInfo.InvariantCulture))}}{{more.Replace("+9", In(9), StringComparison.Ordinal).Replace("+11", In(11), StringComparison.Ordinal)}}}""";
        await using var plugin = _bench.Build("jwt", """{"key_sets":["single"],"issuers":["i"],"clock_skew":10}""");
        string token = JwtKeys.Token(claims, "ES256");

        Assert.Equal(status, (await SendAsync(plugin, token)).Answer.Status);

        // Between exp and the end of the skew it is valid, and not remembered.
        Assert.Equal(exp == "60" && status == 0 ? 1 : 0, _bench.Node.Tokens.Count);
        _clock.Advance(TimeSpan.FromSeconds(75));
        Assert.Equal(401, (await SendAsync(plugin, token)).Answer.Status);
    }

    [Theory]
    [InlineData("""{"key_sets":["nothing"],"issuers":["i"]}""", "config.key_sets: there is no key set 'nothing'")]
    [InlineData("""{"key_sets":["broken"],"issuers":["i"]}""", "config.key_sets: key key-4 of 'broken': the key is too short")]
    public void Key_sets_that_cannot_be_used_are_told_when_the_snapshot_is_built(string config, string message)
        => Assert.StartsWith(message, Assert.Throws<PluginBuildException>(() => _bench.Build("jwt", config)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"key_sets":["idp"]}""", "issuers: required field missing")]
    [InlineData("""{"jwks_uri":"https://idp.test/keys"}""", "issuers: required field missing")]
    [InlineData("""{"jwks_uri":"ftp://idp.test/keys","issuers":["i"]}""", "jwks_uri: must be an http or https URL without user name")]
    [InlineData("""{"jwks_uri":"https://u:p@idp.test/keys","issuers":["i"]}""", "jwks_uri: must be an http or https URL without user name")]
    [InlineData("""{"maximum_expiration":60}""", "claims_to_verify: expected to contain: exp|@entity: failed conditional validation given value of field 'config.maximum_expiration'")]
    public void Configuration_that_makes_no_sense_is_refused(string config, string messages)
        => Assert.Equal(messages.Split('|'), _bench.Check("jwt", config));

    [Fact]
    public async Task Published_key_is_fetched_when_a_token_first_names_it_and_goes_when_it_is_withdrawn()
    {
        await using var issuer = new KeyServer();
        issuer.Publish("old");
        await using var plugin = _bench.Build("jwt", $$"""{"jwks_uri":"{{issuer.Url}}","issuers":["x"]}""");
        string token = issuer.Text("old", $$"""{"iss":"x","exp":{{In(3000)}}}"""), renewed = issuer.Text("new", $$"""{"iss":"x","exp":{{In(3000)}}}""");
        Assert.Equal(0, (await SendAsync(plugin, token)).Answer.Status);
        Assert.Equal(0, (await SendAsync(plugin, token)).Answer.Status);

        issuer.Publish("old", "new");
        Assert.Equal(0, (await SendAsync(plugin, renewed)).Answer.Status);
        Assert.Equal(0, (await SendAsync(plugin, token)).Answer.Status);

        issuer.Publish("new");
        int fetches = issuer.Fetches;
        _clock.Advance(TimeSpan.FromMinutes(11));
        await Eventually.TrueAsync(() => issuer.Fetches > fetches, "the next fetch in the background");
        await Eventually.TrueAsync(async () => (await SendAsync(plugin, token)).Answer.Status == 401, "the withdrawn key to be refused");
        Assert.Equal(0, (await SendAsync(plugin, renewed)).Answer.Status);
    }

    [Fact]
    public async Task Issuer_that_never_answered_denies_and_says_so_also_where_anonymous_is_set()
    {
        await using var issuer = new KeyServer { IsBroken = true };
        await using var plugin = _bench.Build("jwt", $$"""{"jwks_uri":"{{issuer.Url}}","issuers":["x"],"anonymous":"anon"}""");
        var exchange = await SendAsync(plugin, issuer.Text("k", $$"""{"iss":"x","exp":{{In(60)}}}"""));
        Assert.Equal((503, false), (exchange.Answer.Status, exchange.IsAnonymous));
        Assert.Equal(1, MetricText.Of(_bench.Services.Metrics, "gatehouse_authentication_failures_total{plugin=\"jwt\",reason=\"unavailable\"}"));
    }

    private string In(int seconds) => (_clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<Exchange> SendAsync(Plugin plugin, string token)
    {
        var exchange = new FakeExchange().With("Authorization", "Bearer " + token);
        await plugin.AccessAsync(exchange);
        return exchange;
    }
}
