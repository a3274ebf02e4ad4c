using Gatehouse.Core.Expressions;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

/// <summary>What expressions come to: CEL's behaviour where CEL says something, ours where it is an extension.</summary>
public sealed class ExpressionTests
{
    [Theory]
    // Literals
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("null == null", "true")]
    [InlineData("0x7fffffffffffffff == 9223372036854775807", "true")]
    [InlineData("-9223372036854775808 < -9223372036854775807", "true")]
    [InlineData("-0x8000000000000000 == -9223372036854775808", "true")]
    [InlineData("1.5e3 == 1500.0", "true")]
    [InlineData(".5 == 0.5", "true")]
    [InlineData("'a' == \"a\"", "true")]
    [InlineData("'''a'b''' == \"a'b\"", "true")]
    [InlineData("\"\"\"a\nb\"\"\" == 'a\\nb'", "true")]
    [InlineData("r'\\d' == '\\\\d'", "true")]
    [InlineData("'\\x41\\101\\u0041\\U00000041' == 'AAAA'", "true")]
    [InlineData("'\\ud83d\\ude00' == '😀'", "true")]
    [InlineData("'\\a\\b\\f\\n\\r\\t\\v\\?\\`\\'' != ''", "true")]
    [InlineData("true // a comment\n && true", "true")]
    // Precedence and associativity
    [InlineData("1 + 2 * 3 == 7", "true")]
    [InlineData("(1 + 2) * 3 == 9", "true")]
    [InlineData("10 - 2 - 3 == 5", "true")]
    [InlineData("100 / 10 / 5 == 2", "true")]
    [InlineData("!true || true", "true")]
    [InlineData("true || false && false", "true")]
    [InlineData("false ? true : true ? false : true", "false")]
    [InlineData("- -1 == 1", "true")]
    [InlineData("-(-9223372036854775808) > 0", "error: overflow")]
    [InlineData("!!true", "true")]
    [InlineData("1 < 2 == true", "true")]
    // Integers
    [InlineData("7 / 2 == 3 && -7 / 2 == -3", "true")]
    [InlineData("7 % 3 == 1 && -7 % 3 == -1 && 7 % -3 == 1", "true")]
    [InlineData("9223372036854775807 + 1 > 0", "error: overflow")]
    [InlineData("-9223372036854775808 - 1 < 0", "error: overflow")]
    [InlineData("9223372036854775807 * 2 > 0", "error: overflow")]
    [InlineData("-9223372036854775808 / -1 > 0", "error: overflow")]
    [InlineData("-9223372036854775808 % -1 == 0", "error: overflow")]
    [InlineData("1 / 0 == 1", "error: division_by_zero")]
    [InlineData("1 % 0 == 1", "error: division_by_zero")]
    // Doubles
    [InlineData("1.0 / 0.0 > 1e300", "true")]
    [InlineData("0.0 / 0.0 == 0.0 / 0.0", "false")]
    [InlineData("0.0 / 0.0 != 0.0 / 0.0", "true")]
    [InlineData("0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0", "false")]
    [InlineData("-0.0 == 0.0", "true")]
    [InlineData("1 < 1.5 && 2 > 1.5 && 1 <= 1.0", "true")]
    [InlineData("9007199254740993 > 9007199254740992.0", "true")]
    [InlineData("9223372036854775807 < 9223372036854775808.0", "true")]
    [InlineData("-9223372036854775808 <= -9223372036854775808.0 && -9223372036854775808 > -1e19", "true")]
    // Strings
    [InlineData("'a' + 'b' == 'ab'", "true")]
    [InlineData("'a' < 'b' && 'Z' < 'a' && 'a' < 'aa'", "true")]
    [InlineData("'é' < '😀' && '\\uffff' < '😀'", "true")]
    [InlineData("size('héllo😀') == 6 && ''.size() == 0", "true")]
    [InlineData("'hello'.contains('ell') && 'hello'.startsWith('he') && 'hello'.endsWith('lo') && 'x'.contains('')", "true")]
    [InlineData("'Hello É'.lowerAscii() == 'hello É' && 'x'.upperAscii() == 'X'", "true")]
    [InlineData("'/orders/7'.matches('^/orders/[0-9]+$')", "true")]
    [InlineData("'abc'.matches('b') && matches('abc', 'c$') && !'abc'.matches('^b')", "true")]
    // Booleans have an order, too
    [InlineData("false < true && true >= true", "true")]
    // Conversions
    [InlineData("int('42') == 42 && int(3.9) == 3 && int(-3.9) == -3 && int(7) == 7", "true")]
    [InlineData("int(claims.big) > 0", "error: overflow")]
    [InlineData("int(request.path) == 7", "error: format")]
    [InlineData("int(request.query.page) == 2", "true")]
    [InlineData("double('1.5') == 1.5 && double(2) == 2.0", "true")]
    [InlineData("string(42) == '42' && string(1.5) == '1.5' && string(true) == 'true' && string('x') == 'x'", "true")]
    [InlineData("string(1e21) == '1e+21'", "true")]
    [InlineData("string(timestamp('2026-03-04T09:30:00.250+01:00')) == '2026-03-04T08:30:00.25Z'", "true")]
    [InlineData("string(duration('1h30m')) == '5400s' && string(duration('-1.5s')) == '-1.5s'", "true")]
    // Times
    [InlineData("timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-01T00:00:00.0000001Z')", "true")]
    [InlineData("timestamp(0) == timestamp('1970-01-01T00:00:00Z') && int(timestamp('1969-12-31T23:59:59.5Z')) == -1", "true")]
    [InlineData("timestamp(1772620200) == timestamp('2026-03-04T10:30:00Z')", "true")]
    [InlineData("timestamp(request.size * 9000000000000000) > now", "error: overflow")]
    [InlineData("timestamp('2026-01-31T00:00:00Z') + duration('24h') == timestamp('2026-02-01T00:00:00Z')", "true")]
    [InlineData("timestamp('2026-02-01T00:00:00Z') - timestamp('2026-01-31T00:00:00Z') == duration('24h')", "true")]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1s') > now", "error: overflow")]
    [InlineData("duration('2h') - duration('30m') == duration('90m') && duration('1h') + now > now", "true")]
    [InlineData("duration('1.5h') == duration('1h30m') && duration('250ms') == duration('0.25s') && duration('100us') > duration('0')", "true")]
    [InlineData("now.getFullYear() == 2026 && now.getMonth() == 2 && now.getDate() == 4 && now.getDayOfMonth() == 3", "true")]
    [InlineData("now.getDayOfWeek() == 3 && now.getDayOfYear() == 62 && now.getHours() == 9 && now.getMinutes() == 30", "true")]
    [InlineData("now.getHours('+01:00') == 10 && now.getHours('-09:45') == 23 && now.getDate('-09:45') == 3 && now.getHours('UTC') == 9", "true")]
    [InlineData("timestamp('2026-03-04T09:30:07.123Z').getSeconds() == 7 && timestamp('2026-03-04T09:30:07.123Z').getMilliseconds() == 123", "true")]
    [InlineData("duration('90m').getHours() == 1 && duration('90m').getMinutes() == 90 && duration('90m').getSeconds() == 5400 && duration('1.5s').getMilliseconds() == 500", "true")]
    // Lists
    [InlineData("2 in [1, 2, 3] && !(4 in [1, 2, 3])", "true")]
    [InlineData("'a' in []", "false")]
    [InlineData("[1, 2] == [1, 2] && [1, 2] != [1, 2, 3]", "true")]
    [InlineData("[1, 2, 3][1] == 2 && size(['a', 'b']) == 2", "true")]
    [InlineData("[1, 2, 3][3] == 1", "error: missing")]
    [InlineData("[1, 2, 3][-1] == 1", "error: missing")]
    [InlineData("[1 + 1, 2 * 2] == [2, 4]", "true")]
    [InlineData("client.ip in [ip('192.0.2.1'), ip('203.0.113.7')]", "true")]
    // Logic absorbs errors, on either side
    [InlineData("1 / 0 == 1 || true", "true")]
    [InlineData("true || 1 / 0 == 1", "true")]
    [InlineData("1 / 0 == 1 && false", "false")]
    [InlineData("1 / 0 == 1 || false", "error: division_by_zero")]
    [InlineData("1 / 0 == 1 && true", "error: division_by_zero")]
    [InlineData("claims.nobody == 'x' || claims.sub == 'alice'", "true")]
    [InlineData("claims.nobody == 'x' && claims.sub == 'alice'", "error: missing")]
    [InlineData("!(claims.nobody == 'x')", "error: missing")]
    [InlineData("claims.nobody ? true : true", "error: missing")]
    [InlineData("true ? claims.sub == 'alice' : claims.nobody == 1", "true")]
    [InlineData("claims.sub || true", "true")]
    [InlineData("claims.sub && true", "error: type")]
    [InlineData("!claims.sub", "error: type")]
    // Macros
    [InlineData("[1, 2, 3].exists(x, x > 2) && [1, 2, 3].all(x, x > 0)", "true")]
    [InlineData("[].exists(x, x > 2) || ![].all(x, x > 2)", "false")]
    [InlineData("[1, 0].exists(x, 1 / x == 1) && [0, 1].exists(x, 1 / x == 1)", "true")]
    [InlineData("[0, 2].exists(x, 1 / x == 1)", "error: division_by_zero")]
    [InlineData("[0, 2].all(x, 1 / x == 1)", "false")]
    [InlineData("[0, 1].all(x, 1 / x == 1)", "error: division_by_zero")]
    [InlineData("[1, 2].exists(x, [2, 3].exists(y, x == y))", "true")]
    [InlineData("[1, 2].exists(x, [1, 2].all(x, x > 0) && x == 2)", "true")]
    [InlineData("[1].exists(request, request == 1)", "true")]
    [InlineData("claims.roles.exists(r, r.startsWith('edit'))", "true")]
    [InlineData("claims.mixed.exists(m, m == 'two')", "true")]
    [InlineData("claims.sub.exists(m, true)", "error: type")]
    [InlineData("request.header_values['via'].exists(v, v.endsWith('b'))", "true")]
    [InlineData("consumer.groups.all(g, g.size() > 3)", "true")]
    // Presence
    [InlineData("has(claims.sub) && !has(claims.nobody) && has(claims.nothing)", "true")]
    [InlineData("has(claims.realm_access.roles) && !has(claims.realm_access.groups)", "true")]
    [InlineData("has(claims.nobody.roles)", "error: missing")]
    [InlineData("has(claims.sub.x)", "error: type")]
    [InlineData("has(consumer.id) && !has(consumer.custom_id) && has(consumer.groups) && !has(consumer.tags)", "true")]
    [InlineData("has(request.query.page) && !has(request.query.other) && has(request.query.tag)", "true")]
    [InlineData("'X-TENANT' in request.headers && !('x-other' in request.headers)", "true")]
    [InlineData("'https://example.com/tenant' in claims && 'reader' in claims.roles && !('x' in claims.roles)", "true")]
    [InlineData("1 in claims", "error: type")]
    // Variables
    [InlineData("request.method == 'GET' && request.path == '/orders/7' && request.host == 'api.example.com'", "true")]
    [InlineData("request.headers['x-tenant'] == 'acme' && request.headers['User-Agent'].startsWith('curl/')", "true")]
    [InlineData("request.headers.via == '1.1 a'", "error: repeated")]
    [InlineData("request.headers['x-other'] == ''", "error: missing")]
    [InlineData("request.headers['not a name'] == ''", "error: missing")]
    [InlineData("request.header_values.via[1] == '1.1 b' && request.header_values.via.size() == 2", "true")]
    [InlineData("request.header_values.other.size() == 0", "error: missing")]
    [InlineData("request.query_values.tag == ['a', 'b c'] && request.query.page == '2'", "true")]
    [InlineData("request.query.tag == 'a'", "error: repeated")]
    [InlineData("request.size < 1024", "true")]
    [InlineData("client.port == 1", "error: missing")]
    [InlineData("'staff' in consumer.groups && consumer.groups[1] == 'billing'", "true")]
    [InlineData("consumer.groups == ['staff', 'billing']", "true")]
    [InlineData("consumer.groups[2] == ''", "error: missing")]
    [InlineData("request.headers[claims.nobody] == ''", "error: missing")]
    [InlineData("request.headers['x-' + 'tenant'] == request.headers[('X-TENANT').lowerAscii()]", "true")]
    [InlineData("(true ? request.headers : request.query)['x-tenant'] == 'acme'", "true")]
    [InlineData("(claims.admin ? claims : request.header_values)['via'][1] == '1.1 b'", "true")]
    // Claims
    [InlineData("claims.level == 3 && claims.level == 3.0 && claims.level + 1 == 4 && claims.score < 1", "true")]
    [InlineData("claims.level == '3'", "false")]
    [InlineData("claims.level < '4'", "error: type")]
    [InlineData("claims.level + 'x' == '3x'", "error: type")]
    [InlineData("claims.admin", "false")]
    [InlineData("claims.nothing == null", "true")]
    [InlineData("claims.sub == null", "false")]
    [InlineData("claims['https://example.com/tenant'] == request.headers['x-tenant']", "true")]
    [InlineData("claims.realm_access.roles[0] == 'user' && claims.roles.size() == 2 && claims.realm_access.size() == 2", "true")]
    [InlineData("claims.mixed[2].three == 3 && claims.mixed[0] == 1 && claims.mixed[3][0] == 4 && claims.mixed.size() == 4", "true")]
    [InlineData("claims.mixed[4] == 1", "error: missing")]
    [InlineData("claims.roles == ['reader', 'editor'] && claims.roles != ['reader']", "true")]
    [InlineData("claims.mixed == claims.mixed", "error: type")]
    [InlineData("claims.realm_access == 1", "false")]
    [InlineData("claims.name == 'Alïce 😀 \"x\"' && claims.abc == 1", "true")]
    [InlineData("claims.twice == 1", "error: repeated")]
    [InlineData("has(claims.twice)", "true")]
    [InlineData("timestamp(claims.exp) - now < duration('2h')", "true")]
    [InlineData("claims.sub.matches('^al') && claims.sub.size() == 5 && claims.sub + '!' == 'alice!'", "true")]
    [InlineData("claims.level.startsWith('3')", "error: type")]
    [InlineData("-claims.level == -3", "true")]
    [InlineData("-claims.sub == -3", "error: type")]
    [InlineData("claims", "error: type")]
    // Addresses
    [InlineData("client.ip == ip('203.0.113.7') && client.ip == ip('::ffff:203.0.113.7')", "true")]
    [InlineData("cidr('203.0.113.0/24').containsIP(client.ip) && !cidr('203.0.113.0/29').containsIP(ip('203.0.113.8'))", "true")]
    [InlineData("cidr('10.0.0.0/8').containsIP(request.headers['x-forwarded-by']) && cidr('10.1.2.3').containsIP(claims.net)", "true")]
    [InlineData("cidr('10.0.0.0/8').containsIP(claims.sub)", "error: format")]
    [InlineData("cidr('10.0.0.0/8').containsIP(claims.level)", "error: type")]
    [InlineData("cidr('2001:db8::/32').containsIP(ip('2001:db8::1')) && !cidr('::/0').containsIP(client.ip)", "true")]
    [InlineData("cidr('10.0.0.0/8') == cidr('10.9.9.9/8')", "true")]
    [InlineData("ip(request.headers['x-forwarded-by']) == ip('10.0.0.9')", "true")]
    [InlineData("ip(claims.sub) == client.ip", "error: format")]
    public void Evaluate_expression_comes_to(string text, string result) => Assert.Equal(result, Evaluate(text, new FakeRequest()));

    [Theory]
    [InlineData("""{"a":1""", "claims.b == 1", "error: format")]
    [InlineData("""{"a":}""", "claims.a == 1", "error: format")]
    [InlineData("""{"a" 1}""", "claims.a == 1", "error: format")]
    [InlineData("""{"a":1 "b":2}""", "claims.b == 2", "error: format")]
    [InlineData("""{"a":[1,2}""", "claims.a[1] == 2", "error: format")]
    [InlineData("""{"a":[1,]}""", "claims.a.exists(x, x == 2)", "error: format")]
    [InlineData("""{"a":[1 2]}""", "claims.a.all(x, x == 1)", "error: format")]
    [InlineData("""{"a":[1,]}""", "claims.a.size() == 1", "error: format")]
    [InlineData("""{"a":"\ud83d"}""", "claims.a == ''", "error: format")]
    [InlineData("""{"a":"\u00g0"}""", "claims.a == ''", "error: format")]
    [InlineData("""{"a":"\x"}""", "claims.a == ''", "error: format")]
    [InlineData("""{"a":tru}""", "claims.a", "error: format")]
    [InlineData("""{"a":1e999}""", "claims.a > 1", "error: format")]
    [InlineData("""{"a":-}""", "claims.a > 1", "error: format")]
    [InlineData("""{"a":18446744073709551616}""", "claims.a > 1.8e19", "true")]
    [InlineData("""{"a":-0}""", "claims.a == 0", "true")]
    [InlineData("""{ "a" : [ 1 , 2 ] , "b" : { } }""", "claims.a == [1, 2] && claims.b.size() == 0 && claims.size() == 2", "true")]
    [InlineData("", "claims.a == 1", "error: missing")]
    [InlineData("[]", "claims.a == 1", "error: type")]
    [InlineData("null", "claims.a == 1", "error: type")]
    [InlineData(null, "claims.a == 1", "error: missing")]
    [InlineData(null, "has(claims.a)", "error: missing")]
    [InlineData(null, "has(claims) && claims.a == 1", "false")]
    [InlineData("{}", "has(claims) && has(claims.a)", "false")]
    public void Evaluate_claims_are_read_strictly(string? claims, string text, string result)
        => Assert.Equal(result, Evaluate(text, new FakeRequest().WithClaims(claims)));

    [Fact]
    public void Evaluate_value_that_decides_ends_the_reading()
    {
        var request = new FakeRequest();

        Assert.Equal("false", Evaluate("request.method == 'POST' && 'x' in request.headers", request));
        Assert.Equal(1, request.Reads);
    }

    [Fact]
    public void Evaluate_text_that_is_no_utf8_compares_as_bytes_and_matches_as_replacement()
    {
        var request = new FakeRequest();

        Assert.Equal("true", Evaluate("request.path.matches('^.$') && request.path != '\ufffd'", request.WithRawPath([0xff])));
    }

    private static string Evaluate(string text, FakeRequest request)
    {
        Assert.True(Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error), $"{text}: {error}");
        return expression.Evaluate(request).ToString();
    }
}
