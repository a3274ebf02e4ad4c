using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class HmacAuthPluginTests : IDisposable
{
    private const string Secret = "sesame";
    private const string Untimely = "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication";
    private const string Invalid = "HMAC signature cannot be verified";
    private const string Wrong = "HMAC signature does not match";

    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public HmacAuthPluginTests() => _bench = new PluginBench(
        config: IdentityConfig.Company with
        {
            HmacAuthCredentials =
            [
                new HmacAuthCredentialConfig { Id = "hmac-1", ConsumerId = IdentityConfig.BobId, Username = "bob", Secret = Secret },
                new HmacAuthCredentialConfig { Id = "hmac-2", ConsumerId = IdentityConfig.BobId, Username = "empty", Secret = null },
            ],
        },
        time: _clock);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("hmac-sha1")]
    [InlineData("hmac-sha256")]
    [InlineData("hmac-sha384")]
    [InlineData("hmac-sha512")]
    public async Task Signature_of_each_algorithm_lets_in(string algorithm)
    {
        var exchange = Signed($"date: {Date()}", "date", algorithm).With("Date", Date());
        await _bench.Build("hmac-auth").AccessAsync(exchange);
        Assert.Equal((0, "bob", "bob"), (exchange.Answer.Status, exchange.Consumer?.Username, exchange.RequestHeader("X-Credential-Identifier")));
        Assert.NotNull(exchange.RequestHeader("Authorization"));
    }

    [Theory]
    [InlineData("GET", "/p?q=%20", "x-date @request-target", "x-date: {0}\n@request-target: get /p?q=%20")]
    [InlineData("DELETE", "/p", "request-line", "DELETE /p HTTP/1.1")]
    [InlineData("GET", "http://api.test/p?q", "request-line", "GET /p?q HTTP/1.1")]
    [InlineData("GET", "http://api.test", "@request-target", "@request-target: get /")]
    [InlineData("GET", "/", "missing x-date", "missing:\nx-date: {0}")]
    [InlineData("GET", "/", "X-Date", "X-Date: {0}")]
    [InlineData("GET", "/", "x-date  host", "x-date: {0}\nhost: api.test")]
    [InlineData("GET", "/", "x-empty", "x-empty: ")]
    public async Task Signing_string_is_Kongs(string method, string target, string names, string text)
    {
        var exchange = Signed(string.Format(CultureInfo.InvariantCulture, text, Date()), names, method: method, target: target)
            .With("X-Date", Date()).With("X-Empty", "");
        await _bench.Build("hmac-auth").AccessAsync(exchange);
        Assert.Equal((0, null), (exchange.Answer.Status, exchange.Answer.Message));
    }

    [Theory]
    [InlineData("X-Date", 0, null)]
    [InlineData("Date", 300, null)]
    [InlineData("Date", -300, null)]
    [InlineData("Date", 301, Untimely)]
    [InlineData("Date", -301, Untimely)]
    [InlineData("X-Other", 0, Untimely)]
    public async Task Date_must_be_near(string field, int seconds, string? message)
    {
        string date = Date(seconds);
        var exchange = Signed("@request-target: get /", "@request-target").With(field, date);
        await CheckAsync(exchange, "{}", message);
    }

    [Theory]
    [InlineData("Tue, 01 Jan 2030 00:00:00 GMT", null)]
    [InlineData("Tuesday, 01-Jan-30 00:00:00 GMT", null)]
    [InlineData("Tue Jan  1 00:00:00 2030", null)]
    [InlineData("Wed, 01 Jan 2030 00:00:00 GMT", Untimely)]
    [InlineData("Tue, 01 Jan 2030 00:00:00 +0000", Untimely)]
    [InlineData("2030-01-01T00:00:00Z", Untimely)]
    [InlineData("1893456000", Untimely)]
    [InlineData("", Untimely)]
    public Task Date_has_the_forms_of_HTTP(string date, string? message)
        => CheckAsync(Signed("@request-target: get /", "@request-target").With("Date", date), "{}", message);

    [Fact]
    public async Task Second_date_is_none_and_X_Date_alone_is_enough()
    {
        await CheckAsync(Signed("@request-target: get /", "@request-target").With("Date", Date()).With("Date", Date()), "{}", Untimely);
        await CheckAsync(Signed("@request-target: get /", "@request-target").With("Date", "x").With("X-Date", Date()), "{}", null);
        await CheckAsync(Signed("@request-target: get /", "@request-target").With("X-Date", Date(9999)).With("Date", Date()), "{}", null);
    }

    [Theory]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="$" """, null)]
    [InlineData("""HMAC username="bob",algorithm="hmac-sha256",headers="date",signature="$" """, null)]
    [InlineData("""Hmac signature="$", headers="date", algorithm="hmac-sha256", username="bob" """, null)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="$", other="x" """, null)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date" """, Invalid)]
    [InlineData("""hmac username="bob", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac algorithm="hmac-sha256", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", username="eve", algorithm="hmac-sha256", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", headers="x", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="$" x""", Invalid)]
    [InlineData("""hmac username=bob, algorithm="hmac-sha256", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="$ """, Invalid)]
    [InlineData("""Basic username="bob", algorithm="hmac-sha256", headers="date", signature="$" """, Invalid)]
    [InlineData("hmac", Invalid)]
    [InlineData("""hmac username="bob", algorithm="hmac-md5", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", algorithm="HMAC-SHA256", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="eve", algorithm="hmac-sha256", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="empty", algorithm="hmac-sha256", headers="date", signature="$" """, Invalid)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="Date", signature="$" """, Wrong)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha512", headers="date", signature="$" """, Wrong)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="AAAA" """, Wrong)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="$AAAA" """, Wrong)]
    [InlineData("""hmac username="bob", algorithm="hmac-sha256", headers="date", signature="not base64" """, Wrong)]
    public Task Authorization_is_read_strictly(string field, string? message)
    {
        string value = field.Trim().Replace("$", Signature($"date: {Date()}", "hmac-sha256"), StringComparison.Ordinal);
        return CheckAsync(new FakeExchange().With("Authorization", value).With("Date", Date()), "{}", message);
    }

    [Fact]
    public async Task Proxy_Authorization_comes_first_and_only_what_was_used_is_hidden()
    {
        var exchange = Signed("@request-target: get /", "@request-target", field: "Proxy-Authorization").With("Authorization", "Bearer x").With("Date", Date());
        await _bench.Build("hmac-auth", """{"hide_credentials":true}""").AccessAsync(exchange);
        Assert.Equal((0, null, "Bearer x"), (exchange.Answer.Status, exchange.RequestHeader("Proxy-Authorization"), exchange.RequestHeader("Authorization")));
    }

    [Fact]
    public async Task Repeated_fields_that_are_signed_or_carry_the_signature_are_refused()
    {
        await CheckAsync(Signed("x-a: 1", "x-a").With("Date", Date()).With("X-A", "1").With("X-A", "2"), "{}", Wrong);
        var twice = Signed("@request-target: get /", "@request-target").With("Date", Date());
        await CheckAsync(twice.With("Authorization", "hmac x"), "{}", Invalid);
    }

    [Fact]
    public async Task Signing_string_is_bounded()
    {
        string names = string.Join(' ', Enumerable.Repeat("x-long", 65));
        await CheckAsync(Signed("", names).With("Date", Date()).With("X-Long", "v"), "{}", Wrong);
        await CheckAsync(Signed("", string.Join(' ', Enumerable.Repeat("x-long", 60))).With("Date", Date()).With("X-Long", new string('v', 4000)), "{}", Wrong);
    }

    [Theory]
    [InlineData("""{"enforce_headers":["date","@request-target"]}""", "date", "date: {0}", Invalid)]
    [InlineData("""{"enforce_headers":["Date","@request-target"]}""", "@request-target date", "@request-target: get /\ndate: {0}", null)]
    [InlineData("""{"algorithms":["hmac-sha512"]}""", "date", "date: {0}", Invalid)]
    public Task Weak_signatures_are_refused_as_configured(string config, string names, string text, string? message)
        => CheckAsync(Signed(string.Format(CultureInfo.InvariantCulture, text, Date()), names).With("Date", Date()), config, message);

    [Theory]
    [InlineData("hello", "SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", null)]
    [InlineData("hello", "sha-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", null)]
    [InlineData("hellO", "SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", Wrong)]
    [InlineData("hello", "MD5=XUFAKrxLKna5cZ2REBfFkg==", Wrong)]
    [InlineData("hello", "SHA-256=LPJN", Wrong)]
    [InlineData("hello", null, Wrong)]
    [InlineData("", null, null)]
    [InlineData("", "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", null)]
    [InlineData("", "SHA-256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", Wrong)]
    public async Task Body_must_have_its_digest(string body, string? digest, string? message)
    {
        var exchange = Signed("@request-target: post /", "@request-target", method: "POST").With("Date", Date());
        exchange.Client.AddBody(Encoding.ASCII.GetBytes(body));
        exchange.Request.HasBody = body.Length > 0;
        if (digest is not null)
        {
            exchange.With("Digest", digest);
        }

        await CheckAsync(exchange, """{"validate_request_body":true}""", message);
    }

    [Fact]
    public async Task Body_that_is_too_large_is_not_let_in()
    {
        byte[] body = new byte[1024 * 1024 + 1];
        var exchange = Signed("@request-target: post /", "@request-target", method: "POST").With("Date", Date())
            .With("Digest", "SHA-256=" + Convert.ToBase64String(SHA256.HashData(body)));
        exchange.Client.AddBody(body);
        exchange.Request.HasBody = true;
        await CheckAsync(exchange, """{"validate_request_body":true}""", Wrong);
    }

    [Fact]
    public async Task Nothing_presented_is_Unauthorized_with_a_challenge()
    {
        var exchange = new FakeExchange();
        await _bench.Build("hmac-auth", """{"realm":"r"}""").AccessAsync(exchange);
        Assert.Equal((401, "Unauthorized", "hmac realm=\"r\""), (exchange.Answer.Status, exchange.Answer.Message, exchange.ResponseHeader("WWW-Authenticate")));
    }

    [Fact]
    public async Task Same_request_is_let_in_again_within_the_skew_as_in_Kong()
    {
        var plugin = _bench.Build("hmac-auth");
        for (int i = 0; i < 2; i++)
        {
            var exchange = Signed("@request-target: get /", "@request-target").With("Date", Date());
            await plugin.AccessAsync(exchange);
            Assert.False(exchange.IsAnswered);
        }
    }

    [Fact]
    public async Task Anonymous_stands_in()
    {
        var exchange = Signed("x", "date").With("Date", Date());
        await _bench.Build("hmac-auth", """{"anonymous":"anon"}""").AccessAsync(exchange);
        Assert.True(exchange.IsAnonymous);
    }

    private async Task CheckAsync(FakeExchange exchange, string config, string? message)
    {
        await _bench.Build("hmac-auth", config).AccessAsync(exchange);
        Assert.Equal((message is null ? 0 : 401, message), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(message is null ? null : "hmac", exchange.ResponseHeader("WWW-Authenticate"));
        Assert.Equal(message is null ? "bob" : null, exchange.Consumer?.Username);
    }

    private string Date(int seconds = 0) => _clock.GetUtcNow().AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture);

    private static FakeExchange Signed(
        string text, string names, string algorithm = "hmac-sha256", string method = "GET", string target = "/", string field = "Authorization")
        => new FakeExchange(method, target)
            .With(field, $"hmac username=\"bob\", algorithm=\"{algorithm}\", headers=\"{names}\", signature=\"{Signature(text, algorithm)}\"");

    private static string Signature(string text, string algorithm)
    {
        byte[] key = Encoding.UTF8.GetBytes(Secret), data = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350 // One of Kong's algorithms.
        return Convert.ToBase64String(algorithm switch
        {
            "hmac-sha1" => HMACSHA1.HashData(key, data),
            "hmac-sha256" => HMACSHA256.HashData(key, data),
            "hmac-sha384" => HMACSHA384.HashData(key, data),
            _ => HMACSHA512.HashData(key, data),
        });
#pragma warning restore CA5350
    }
}
