using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>Fields in which upstreams and clients are told of claims and tokens.</summary>
public sealed class ForwardedFieldTests
{
    [Fact]
    public async Task Claims_become_fields_and_what_could_split_them_is_dropped()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""
            {"upstream_headers_claims":["name","list","evil","realm_access.roles","https://x.test/a.b","n","gone"],
             "upstream_headers_names":["X-Name","X-List","X-Evil","X-Roles","X-Url","X-N","X-Gone"],
             "downstream_headers_claims":["name"],"downstream_headers_names":["X-Who"]}
            """);
        string token = fixture.Server.Sign(fixture.Now, """
            {"name":"Doe, Jané","list":["a","b,admin","c\r\nX-Admin: 1"," d"],"evil":"x\r\nX-Admin: 1","realm_access":{"roles":["r1","r2"]},
             "https://x.test/a.b":true,"n":12}
            """);

        var exchange = await OpenIdFixture.SendAsync(plugin, new FakeExchange()
            .With("Authorization", "Bearer " + token)
            .With("X-Name", "root").With("x_evil", "root").With("X_Gone", "root").With("X-GONE", "root"));

        Assert.Equal(
            ("Doe, Jané", "a", null, "r1, r2", "true", "12", null),
            (exchange.RequestHeader("X-Name"), exchange.RequestHeader("X-List"), exchange.RequestHeader("X-Evil"), exchange.RequestHeader("X-Roles"),
                exchange.RequestHeader("X-Url"), exchange.RequestHeader("X-N"), exchange.RequestHeader("X-Gone")));
        Assert.Null(exchange.RequestHeader("x_evil"));
        Assert.Null(exchange.RequestHeader("X_Gone"));
        Assert.Equal("Doe, Jané", exchange.ResponseHeader("X-Who"));
    }

    [Fact]
    public async Task Fields_of_tokens_cannot_be_forged_where_there_is_no_such_token()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""
            {"anonymous":"anon","upstream_access_token_header":"X-Access","upstream_id_token_header":"X-Id:bearer","upstream_refresh_token_header":"X-Refresh"}
            """);
        FakeExchange Forged() => new FakeExchange().With("X-Access", "forged").With("X_ID", "forged").With("x-refresh", "forged");

        var anonymous = await OpenIdFixture.SendAsync(plugin, Forged());
        var bearer = await OpenIdFixture.SendAsync(plugin, Forged().With("Authorization", "Bearer " + fixture.Server.Sign(fixture.Now)));

        Assert.Equal((true, null, null, null, null), (
            anonymous.IsAnonymous, anonymous.RequestHeader("X-Access"), anonymous.RequestHeader("X-Id"), anonymous.RequestHeader("X_ID"), anonymous.RequestHeader("X-Refresh")));
        Assert.StartsWith("ey", bearer.RequestHeader("X-Access"), StringComparison.Ordinal);
        Assert.Equal((null, null, null), (bearer.RequestHeader("X-Id"), bearer.RequestHeader("X_ID"), bearer.RequestHeader("X-Refresh")));
    }

    [Fact]
    public async Task Fields_of_claims_are_removed_also_where_nobody_is_authenticated()
    {
        await using var fixture = new OpenIdFixture();
        var plugin = fixture.Build("""{"upstream_headers_claims":["name"],"upstream_headers_names":["X-Name"],"anonymous":"anon","run_on_preflight":false}""");

        var anonymous = await OpenIdFixture.SendAsync(plugin, new FakeExchange().With("X-Name", "root"));
        var preflight = await OpenIdFixture.SendAsync(plugin, new FakeExchange("OPTIONS").With("X-Name", "root"));

        Assert.True(anonymous.IsAnonymous);
        Assert.Equal((null, null), (anonymous.RequestHeader("X-Name"), preflight.RequestHeader("X-Name")));
    }
}
