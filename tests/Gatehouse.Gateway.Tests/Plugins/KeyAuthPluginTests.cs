using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class KeyAuthPluginTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public KeyAuthPluginTests()
    {
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();
        _bench = new PluginBench(
            config: IdentityConfig.Company with
            {
                KeyAuthCredentials =
                [
                    IdentityConfig.Key("k1", IdentityConfig.KeyId),
                    IdentityConfig.Key("k 2&=", "second"),
                    IdentityConfig.Key("soon", "soon", expiresAt: now + 60),
                    IdentityConfig.Key("gone", "gone", expiresAt: now - 1),
                    IdentityConfig.Key("old", "old", validUntil: now + 60),
                ],
            },
            time: _clock);
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{}", "/", null, 401, "No API key found in request")]
    [InlineData("{}", "/?apikey=k1", null, 0, null)]
    [InlineData("{}", "/", "apikey: k1", 0, null)]
    [InlineData("{}", "/", "ApiKey: k1", 0, null)]
    [InlineData("{}", "/?apikey=k2", null, 401, "Unauthorized")]
    [InlineData("{}", "/?apikey=k1&apikey=k1", null, 401, "Duplicate API key found")]
    [InlineData("{}", "/", "apikey: k1|apikey: k1", 401, "Duplicate API key found")]
    [InlineData("{}", "/?apikey=wrong", "apikey: k1", 0, null)]
    [InlineData("{}", "/?apikey=k1", "apikey: wrong", 401, "Unauthorized")]
    [InlineData("{}", "/?apikey", null, 401, "No API key found in request")]
    [InlineData("{}", "/?apikey=", null, 401, "No API key found in request")]
    [InlineData("{}", "/", "apikey: ", 401, "No API key found in request")]
    [InlineData("{}", "/?APIKEY=k1", null, 401, "No API key found in request")]
    [InlineData("{}", "/?api%6bey=k%31", null, 0, null)]
    [InlineData("{}", "/?apikey=k+2%26%3d", null, 0, null)]
    [InlineData("{}", "/?apikey=soon", null, 0, null)]
    [InlineData("{}", "/?apikey=gone", null, 401, "Unauthorized")]
    [InlineData("{}", "/?apikey=old", null, 0, null)]
    [InlineData("""{"key_names":["x-key","other"]}""", "/?other=k1", null, 0, null)]
    [InlineData("""{"key_names":["x-key","other"]}""", "/?other=k1", "x-key: wrong", 401, "Unauthorized")]
    [InlineData("""{"key_in_header":false}""", "/", "apikey: k1", 401, "No API key found in request")]
    [InlineData("""{"key_in_query":false}""", "/?apikey=k1", null, 401, "No API key found in request")]
    public async Task Access_key_decides(string config, string target, string? headers, int status, string? message)
    {
        var exchange = Exchange("GET", target, headers);

        await _bench.Build("key-auth", config).AccessAsync(exchange);

        Assert.Equal((status, message), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(status == 0 ? "bob" : null, exchange.Consumer?.Username);
        Assert.Equal(status == 401 ? "Key" : null, exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=1&apikey=k1&b=2", 0, "a=1&b=2")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8", "apikey=k1", 0, "")]
    [InlineData("application/x-www-form-urlencoded", "apikey=k1&apikey=k1", 401, null)]
    [InlineData("application/json", """{ "a": [1, 2], "apikey": "k1", "b": {"apikey": "x"} }""", 0, """{ "a": [1, 2], "b": {"apikey": "x"} }""")]
    [InlineData("application/json", """{"apikey":"k1","b":2}""", 0, """{"b":2}""")]
    [InlineData("application/json", """{"b":2,"apikey":"k\u0031"}""", 0, """{"b":2}""")]
    [InlineData("application/json", """{"apikey":"k1"}""", 0, "{}")]
    [InlineData("application/json", """{"apikey":"k1","apikey":"k1"}""", 401, null)]
    [InlineData("application/json", """{"apikey":["k1"]}""", 401, null)]
    [InlineData("application/json", """{"apikey":5}""", 401, null)]
    [InlineData("application/json", """{"apikey":"k1"} x""", 401, null)]
    [InlineData("application/json", """["apikey"]""", 401, null)]
    [InlineData("text/plain", "apikey=k1", 401, null)]
    [InlineData("multipart/form-data; boundary=xx", "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xx\r\nContent-Disposition: form-data; name=\"apikey\"\r\n\r\nk1\r\n--xx--\r\n", 0,
        "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xx--\r\n")]
    [InlineData("multipart/form-data; boundary=\"xx\"", "--xx\r\ncontent-disposition: form-data; name=apikey\r\nX: y\r\n\r\nk1\r\n--xx--", 0, "--xx--")]
    [InlineData("multipart/form-data; boundary=xx", "--xx\r\nContent-Disposition: form-data; name=\"apikey\"\r\n\r\nk1\r\n", 401, null)]
    [InlineData("multipart/form-data", "--xx", 401, null)]
    public async Task Access_key_in_body_is_found_and_hidden(string type, string body, int status, string? rest)
    {
        var exchange = Exchange("POST", "/", "Content-Type: " + type);
        exchange.Client.AddBody(Encoding.UTF8.GetBytes(body[..(body.Length / 2)]), Encoding.UTF8.GetBytes(body[(body.Length / 2)..]));
        exchange.Request.HasBody = true;
        exchange.Request.ContentLength = null;

        await _bench.Build("key-auth", """{"key_in_body":true,"hide_credentials":true}""").AccessAsync(exchange);

        Assert.Equal(status, exchange.Answer.Status);
        if (rest is not null)
        {
            Assert.Equal(rest, await ReadAsync(exchange));
            Assert.Equal(Encoding.UTF8.GetByteCount(rest), exchange.Request.ContentLength);
        }
    }

    [Theory]
    [InlineData("application/grpc", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/json", true)]
    public async Task Access_body_that_has_no_parameters_is_left_alone(string type, bool isRead)
    {
        var exchange = Exchange("POST", "/?apikey=k1", "Content-Type: " + type);
        exchange.Client.AddBody("{}"u8.ToArray());
        exchange.Request.HasBody = true;

        await _bench.Build("key-auth", """{"key_in_body":true}""").AccessAsync(exchange);

        Assert.Equal("bob", exchange.Consumer!.Username);
        Assert.Equal(!isRead, exchange.Client.HasBufferedBody);
    }

    [Fact]
    public async Task Access_large_body_is_not_searched_and_goes_on_whole()
    {
        string body = "apikey=k1&x=" + new string('x', 70_000);
        var exchange = Exchange("POST", "/", "Content-Type: application/x-www-form-urlencoded");
        exchange.Client.AddBody(Encoding.ASCII.GetBytes(body));
        exchange.Request.HasBody = true;
        exchange.Request.ContentLength = body.Length;

        await _bench.Build("key-auth", """{"key_in_body":true,"anonymous":"anon"}""").AccessAsync(exchange);

        Assert.True(exchange.IsAnonymous);
        Assert.Equal(body, await ReadAsync(exchange));
    }

    [Theory]
    [InlineData("/p?apikey=k1", "", false)]
    [InlineData("/p?a=1&apikey=k1&b=%20+", "a=1&b=%20+", true)]
    [InlineData("/p?apikey=k1&a", "a", true)]
    [InlineData("/p?a=&&api%6bey=k1&", "a=&&", true)]
    [InlineData("/p?x-apikey=1&apikey=k1", "x-apikey=1", true)]
    public async Task Access_hiding_takes_the_key_out_of_the_query_and_nothing_else(string target, string query, bool hasQuery)
    {
        var exchange = Exchange("GET", target, "apikey: k1|X-Other: 1");

        await _bench.Build("key-auth", """{"hide_credentials":true}""").AccessAsync(exchange);

        Assert.False(exchange.IsAnswered);
        Assert.Equal((query, hasQuery), (Encoding.ASCII.GetString(exchange.Request.Query), exchange.Request.HasQuery));
        Assert.Null(exchange.RequestHeader("apikey"));
        Assert.Equal("1", exchange.RequestHeader("X-Other"));
    }

    [Fact]
    public async Task Access_without_hiding_leaves_the_key()
    {
        var exchange = Exchange("GET", "/?apikey=k1", "apikey: k1");
        await _bench.Build("key-auth").AccessAsync(exchange);
        Assert.Equal(("apikey=k1", "k1"), (Encoding.ASCII.GetString(exchange.Request.Query), exchange.RequestHeader("apikey")));
    }

    [Fact]
    public async Task Access_states_the_identity()
    {
        var exchange = Exchange("GET", "/?apikey=k1", null);

        await _bench.Build("key-auth").AccessAsync(exchange);

        Assert.Equal(
            (IdentityConfig.BobId, "b-1", "bob", IdentityConfig.KeyId, null),
            (exchange.RequestHeader("X-Consumer-ID"), exchange.RequestHeader("X-Consumer-Custom-ID"), exchange.RequestHeader("X-Consumer-Username"),
                exchange.RequestHeader("X-Credential-Identifier"), exchange.RequestHeader("X-Anonymous-Consumer")));
        Assert.Equal(("keyauth_credentials", IdentityConfig.KeyId), (exchange.Credential!.Kind, exchange.Credential.Id));
    }

    [Fact]
    public async Task Access_key_stops_working_at_its_date()
    {
        var plugin = _bench.Build("key-auth");
        _clock.Advance(TimeSpan.FromSeconds(59));
        var before = Exchange("GET", "/?apikey=soon", null);
        await plugin.AccessAsync(before);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var after = Exchange("GET", "/?apikey=soon", null);
        await plugin.AccessAsync(after);

        Assert.Equal((0, 401), (before.Answer.Status, after.Answer.Status));
    }

    // Nobody could tell whose key had run out: the record named neither key nor consumer.
    [Theory]
    [InlineData("{}", "bob")]
    [InlineData("""{"anonymous":"anon"}""", "anon")]
    public async Task Access_expired_key_is_audited_with_key_and_consumer(string config, string? whoGoesOn)
    {
        var exchange = Exchange("GET", "/?apikey=gone", null);
        await _bench.Build("key-auth", config).AccessAsync(exchange);

        await Eventually.TrueAsync(() => _bench.Audit.Lines.Length == 1, "the audit record");
        var record = System.Text.Json.JsonDocument.Parse(_bench.Audit.Lines[0]).RootElement;
        Assert.Equal("expired", record.GetProperty("reason").GetString());
        Assert.Equal("bob", record.GetProperty("consumer").GetProperty("username").GetString());
        Assert.Equal(("keyauth_credentials", "gone"), (record.GetProperty("credential").GetProperty("kind").GetString(), record.GetProperty("credential").GetProperty("id").GetString()));
        Assert.Equal(whoGoesOn == "bob" ? null : whoGoesOn, exchange.Consumer?.Username);
        Assert.Null(exchange.Credential);
    }

    [Fact]
    public async Task Access_key_that_is_being_replaced_is_reported_once_an_hour_and_counted_each_time()
    {
        var plugin = _bench.Build("key-auth");
        await plugin.AccessAsync(Exchange("GET", "/?apikey=old", null));
        await plugin.AccessAsync(Exchange("GET", "/?apikey=old", null));

        Assert.Equal(2, _bench.Services.Metrics.Authentication.RetiringKeys.Value);
        Assert.Equal(
            "Warning: Key old of consumer 'bob' was used; it is being replaced by another and works until 2030-01-01 00:01:00Z", Assert.Single(_bench.Log.Lines));
    }

    [Fact]
    public async Task Access_notes_the_last_use_to_the_minute()
    {
        _clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(0, _bench.Node.Uses.LastUsed(IdentityConfig.KeyId));
        await _bench.Build("key-auth").AccessAsync(Exchange("GET", "/?apikey=k1", null));
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds() - 30, _bench.Node.Uses.LastUsed(IdentityConfig.KeyId));
    }

    [Fact]
    public async Task Access_realm_is_named_and_quoted()
    {
        var exchange = Exchange("GET", "/", null);
        await _bench.Build("key-auth", """{"realm":"a \"b\""}""").AccessAsync(exchange);
        Assert.Equal("""Key realm="a \"b\"" """.Trim(), exchange.ResponseHeader("WWW-Authenticate"));
    }

    [Fact]
    public async Task Access_preflight_is_let_through_when_configured()
    {
        var exchange = Exchange("OPTIONS", "/", null);
        await _bench.Build("key-auth", """{"run_on_preflight":false}""").AccessAsync(exchange);
        Assert.False(exchange.IsAnswered);
        await _bench.Build("key-auth").AccessAsync(exchange);
        Assert.Equal(401, exchange.Answer.Status);
    }

    private static FakeExchange Exchange(string method, string target, string? headers)
    {
        var exchange = new FakeExchange(method, target);
        foreach (string line in headers?.Split('|') ?? [])
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            exchange.With(line[..colon], line[(colon + 2)..]);
        }

        return exchange;
    }

    private static async Task<string> ReadAsync(FakeExchange exchange)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[1000];
        for (int read; exchange.Request.HasBody && (read = await exchange.Downstream.ReadBodyAsync(buffer)) > 0;)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
