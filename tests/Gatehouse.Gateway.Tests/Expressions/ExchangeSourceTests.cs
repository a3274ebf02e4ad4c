using System.Net;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Expressions;
using Gatehouse.Gateway.Expressions;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Expressions;

public sealed class ExchangeSourceTests
{
    private const string Target = "/orders/a%2Fb?page=2&tag=a&tag=b+c&%6eame=J%C3%BCrgen&empty&x=%zz";

    [Theory]
    [InlineData("request.method == 'POST' && request.path == '/orders/a%2Fb' && request.scheme == 'http'", "true")]
    [InlineData("request.host == 'api.test'", "true")]
    [InlineData("request.size == 0", "true")]
    [InlineData("request.query.page == '2' && request.query_values.tag == ['a', 'b c'] && request.query.name == 'Jürgen'", "true")]
    [InlineData("request.query.empty == '' && request.query.x == '%zz' && !('other' in request.query)", "true")]
    [InlineData("request.query.tag == 'a'", "error: repeated")]
    [InlineData("request.query_values.other.size() == 0", "error: missing")]
    [InlineData("request.query['pa' + 'ge'] == '2' && !('PAGE' in request.query)", "true")]
    [InlineData("request.headers['x-one'] == '1' && request.headers['X-' + 'ONE'] == '1' && request.header_values['X-Two'] == ['2', 'zwei']", "true")]
    [InlineData("request.headers['x-two'] == '2'", "error: repeated")]
    [InlineData("request.headers['x-three'] == '2'", "error: missing")]
    [InlineData("request.headers['not a name'] == '2'", "error: missing")]
    [InlineData("'x-two' in request.headers && !('x-three' in request.header_values)", "true")]
    [InlineData("client.ip == ip('10.1.2.3') && cidr('10.0.0.0/8').containsIP(client.ip) && client.port == 4567", "true")]
    [InlineData("consumer.id.startsWith('3333') && consumer.username == 'zoë' && !has(consumer.custom_id) && 'vip' in consumer.tags", "true")]
    [InlineData("route.name == 'orders' && route.tags == ['a\"b'] && service.name == 'orders-service'", "true")]
    [InlineData("consumer.groups.size() == 0 && !has(consumer.groups) && !has(credential.id) && !has(claims)", "true")]
    [InlineData("claims.sub == 'x'", "error: missing")]
    [InlineData("now == timestamp('2026-03-04T09:30:00Z')", "true")]
    public void Evaluate_over_an_exchange_comes_to(string text, string result)
    {
        var exchange = Exchange();

        Assert.Equal(result, Evaluate(text, exchange));
    }

    [Theory]
    [InlineData("'silver' in consumer.groups && consumer.groups[0] == 'gold' && consumer.groups.size() == 2 && credential.id == 'k-7'", "true")]
    [InlineData("claims.sub == 'bob' && claims.roles.exists(r, r == 'editor') && has(claims.deep.er)", "true")]
    [InlineData("has(claims.nobody) || claims.sub == 7", "false")]
    [InlineData("claims.nobody == 1", "error: missing")]
    public void Evaluate_sees_what_plugins_verified(string text, string result)
    {
        var exchange = Verified();

        Assert.Equal(result, Evaluate(text, exchange));
    }

    [Theory]
    [InlineData("request.scheme == 'https'")]
    [InlineData("!has(client.port)")]
    [InlineData("!has(request.size)")]
    [InlineData("request.host == 'xn--bcher-kva.example'")]
    [InlineData("!has(consumer.id) && !has(route.name) && !has(service.name) && consumer.tags.size() == 0 && route.tags.size() == 0")]
    [InlineData("client.ip == ip('192.0.2.1')")]
    public void Evaluate_what_may_be_otherwise_is_otherwise(string text)
    {
        var exchange = new FakeExchange { IsHttps = true, ClientPort = 0, ClientAddress = IPAddress.Parse("::ffff:192.0.2.1") };
        exchange.Request.ContentLength = null;
        exchange.Request.SetAuthority("XN--Bcher-kva.Example.:8443"u8);

        Assert.Equal("true", Evaluate(text, exchange));
    }

    [Theory]
    [InlineData("request.query_values.a.exists(v, v == 'x')", "error: budget")]
    [InlineData("request.query_values.b.exists(v, v == 'x')", "error: missing")]
    public void Evaluate_query_of_many_parameters_ends_with_the_budget(string text, string result)
    {
        var exchange = new FakeExchange("GET", "/?" + string.Join("&", Enumerable.Repeat("a", 4_000)));

        Assert.Equal(result, Evaluate(text, exchange));
    }

    [Theory]
    [InlineData("request.query.page == '2' && request.query_values.tag[1] == 'b c' && request.query.name == 'Jürgen'")]
    [InlineData("request.headers['x-one'] == '1' && request.header_values['x-two'].exists(v, v == 'zwei')")]
    [InlineData("consumer.username == 'zoë' && 'vip' in consumer.tags && route.name == 'orders' && now > timestamp(0)")]
    [InlineData("request.host == 'api.test' && client.ip in [ip('10.1.2.3')]")]
    [InlineData("'gold' in consumer.groups && credential.id == 'k-7' && claims.roles.exists(r, r == 'editor')")]
    public void Evaluate_over_an_exchange_allocates_nothing(string text)
    {
        var exchange = text.Contains("claims", StringComparison.Ordinal) ? Verified() : Exchange();
        var expression = Compile(text);
        Assert.True(expression.Evaluate(ExchangeSource.For(exchange, TimeProvider.System)).IsTrue);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            expression.Evaluate(ExchangeSource.For(exchange, TimeProvider.System));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static FakeExchange Verified()
    {
        var exchange = new FakeExchange { Claims = new JsonClaims("jwt", """{"sub":"bob","roles":["reader","editor"],"deep":{"er":1}}"""u8.ToArray()) };
        exchange.Authenticate(FakeExchange.NewConsumer("bob"), new Token());
        exchange.In(new ConsumerGroupConfig { Id = "g1", Name = "gold" }, new ConsumerGroupConfig { Id = "g2", Name = "silver" });
        return exchange;
    }

    private static FakeExchange Exchange()
    {
        var exchange = new FakeExchange("POST", Target)
            .With("X-One", "1").With("x-two", "2").With("X-TWO", "zwei")
            .On(FakeExchange.NewRoute(), FakeExchange.NewService(), FakeExchange.NewConsumer("zoë") with { Tags = ["vip"] });
        exchange.ClientPort = 4567;
        return exchange;
    }

    private static Expression Compile(string text)
    {
        Assert.True(Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error), error?.ToString());
        return expression;
    }

    private static string Evaluate(string text, FakeExchange exchange)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 3, 4, 9, 30, 0, TimeSpan.Zero));
        return Compile(text).Evaluate(ExchangeSource.For(exchange, clock)).ToString();
    }

    private sealed class Token() : Credential("k-7")
    {
        public override string Kind => "token";
    }
}
