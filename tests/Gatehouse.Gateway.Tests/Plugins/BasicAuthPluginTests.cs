using System.Text;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class BasicAuthPluginTests : IDisposable
{
    private static readonly string Slow = StoredPassword.Hash("slow sesame");

    private readonly PluginBench _bench = new(config: IdentityConfig.Company with
    {
        BasicAuthCredentials =
        [
            .. IdentityConfig.Company.BasicAuthCredentials,
            Credential("slow", Slow),
            Credential("kong", StoredPassword.KongText("old sesame", IdentityConfig.BobId)),
        ],
    });

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("Authorization", "Basic bob:sesame:1", 0)]
    [InlineData("Authorization", "basic bob:sesame:1", 0)]
    [InlineData("Authorization", "BASIC   bob:sesame:1", 0)]
    [InlineData("Proxy-Authorization", "Basic bob:sesame:1", 0)]
    [InlineData("Authorization", "Basic bob:sesame", 401)]
    [InlineData("Authorization", "Basic bob:", 401)]
    [InlineData("Authorization", "Basic bob", 401)]
    [InlineData("Authorization", "Basic :sesame:1", 401)]
    [InlineData("Authorization", "Basic Bob:sesame:1", 401)]
    [InlineData("Authorization", "Basic kong:old sesame", 0)]
    [InlineData("Authorization", "Basic kong:new sesame", 401)]
    [InlineData("Authorization", "Basic slow:slow sesame", 0)]
    [InlineData("Authorization", "Basic slow:fast sesame", 401)]
    [InlineData("Authorization", "Basic nobody:slow sesame", 401)]
    [InlineData("Authorization", "Bearer bob:sesame:1", 401)]
    public async Task Access_login_decides(string? field, string? login, int status)
    {
        var exchange = new FakeExchange();
        if (field is not null)
        {
            int blank = login!.LastIndexOf(' ', login.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? colon : login.Length - 1);
            exchange.With(field, login[..(blank + 1)] + Convert.ToBase64String(Encoding.UTF8.GetBytes(login[(blank + 1)..])));
        }

        await _bench.Build("basic-auth").AccessAsync(exchange);

        Assert.Equal((status, status == 0 ? null : "Unauthorized"), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(status == 0 ? null : "Basic realm=\"service\"", exchange.ResponseHeader("WWW-Authenticate"));
        Assert.Equal(status == 0 ? "bob" : null, exchange.RequestHeader("X-Consumer-Username"));
    }

    [Theory]
    [InlineData("Basic Ym9i OnNlc2FtZTox")]
    [InlineData("Basic Ym9iOnNlc2FtZTox!")]
    [InlineData("Basic")]
    [InlineData("BasicYm9iOnNlc2FtZTox")]
    public async Task Access_malformed_field_lets_nobody_in(string value)
    {
        var exchange = new FakeExchange().With("Authorization", value);
        await _bench.Build("basic-auth").AccessAsync(exchange);
        Assert.Equal(401, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_repeated_field_lets_nobody_in()
    {
        var exchange = Login("bob:sesame:1").With("Authorization", "Basic x");
        await _bench.Build("basic-auth").AccessAsync(exchange);
        Assert.Equal(401, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_huge_field_lets_nobody_in()
    {
        var exchange = Login("bob:" + new string('x', 5000));
        await _bench.Build("basic-auth").AccessAsync(exchange);
        Assert.Equal(401, exchange.Answer.Status);
    }

    [Fact]
    public async Task Access_proxy_field_comes_first_and_the_other_is_left_for_the_upstream()
    {
        var exchange = Login("bob:sesame:1", "Proxy-Authorization").With("Authorization", "Bearer upstream");

        await _bench.Build("basic-auth", """{"hide_credentials":true}""").AccessAsync(exchange);

        Assert.Equal((null, "Bearer upstream"), (exchange.RequestHeader("Proxy-Authorization"), exchange.RequestHeader("Authorization")));
    }

    [Fact]
    public async Task Access_unknown_name_in_the_proxy_field_leaves_the_choice_to_the_other()
    {
        var exchange = Login("bob:sesame:1").With("Proxy-Authorization", "Basic " + Convert.ToBase64String("x:y"u8));
        await _bench.Build("basic-auth").AccessAsync(exchange);
        Assert.Equal("basic-1", exchange.Credential!.Id);
    }

    [Fact]
    public async Task Access_slow_password_is_verified_once()
    {
        var plugin = _bench.Build("basic-auth");
        await plugin.AccessAsync(Login("slow:slow sesame"));
        var again = plugin.AccessAsync(Login("slow:slow sesame"));

        Assert.True(again.IsCompletedSuccessfully);
        Assert.Equal(1, _bench.Node.Passwords.Verified.Count);
        await again;
    }

    [Fact]
    public async Task Access_states_the_user_name_as_identifier()
    {
        var exchange = Login("bob:sesame:1");
        await _bench.Build("basic-auth", """{"realm":"shop"}""").AccessAsync(exchange);
        Assert.Equal("bob", exchange.RequestHeader("X-Credential-Identifier"));
        Assert.Equal("basicauth_credentials", exchange.Credential!.Kind);
    }

    private static FakeExchange Login(string login, string field = "Authorization")
        => new FakeExchange().With(field, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));

    private static BasicAuthCredentialConfig Credential(string username, string stored)
    {
        Assert.True(StoredPassword.TryParse(stored, IdentityConfig.BobId, out var password));
        return new BasicAuthCredentialConfig { Id = "basic-" + username, ConsumerId = IdentityConfig.BobId, Username = username, Password = password };
    }
}
