using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
/// <summary>Ends of sessions that people ask for, and that others do.</summary>
public sealed class LogoutTests : IAsyncLifetime
{
    private readonly LoginSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _site.DisposeAsync().AsTask();

    [Fact]
    public async Task Log_out_ends_copies_of_the_cookies_and_renewed_ones_at_once_and_nobody_elses()
    {
        var plugin = _site.Build("""{"logout_query_arg":"logout","logout_methods":["GET"]}""");
        await _site.LogInAsync(plugin);
        var stolen = _site.Browser.Copy();
        var other = new Browser();
        await _site.LogInAsync(plugin, other);
        _site.Fixture.Clock.Advance(TimeSpan.FromSeconds(200));
        await _site.Browser.GetAsync(plugin, "/");
        var renewed = _site.Browser.Copy();

        await _site.Browser.GetAsync(plugin, "/?logout");

        Assert.Equal(302, (await stolen.GetAsync(plugin, "/")).Answer.Status);
        Assert.Equal(302, (await renewed.GetAsync(_site.Build(), "/")).Answer.Status);
        Assert.Equal(0, (await other.GetAsync(plugin, "/")).Answer.Status);
    }

    [Theory]
    [InlineData("cross-site", null, false)]
    [InlineData("cross-site", "?1", true)]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData(null, null, true)]
    public async Task Another_site_logs_nobody_out(string? site, string? user, bool isLogout)
    {
        var plugin = _site.Build("""{"logout_query_arg":"logout","logout_methods":["GET"]}""");
        await _site.LogInAsync(plugin);
        var exchange = new Exchanges.FakeExchange("GET", "/?logout").With("Cookie", $"session={_site.Browser.Cookies["session"]}");
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", site), ("Sec-Fetch-User", user) })
        {
            if (value is not null)
            {
                exchange.With(name, value);
            }
        }

        await OpenIdFixture.SendAsync(plugin, exchange);

        Assert.Equal(isLogout ? 302 : 0, exchange.Answer.Status);
        Assert.Equal(isLogout ? 302 : 0, (await _site.Browser.GetAsync(plugin, "/")).Answer.Status);
    }

    [Fact]
    public async Task Log_out_withdraws_the_refresh_token_where_the_configuration_says()
    {
        var plugin = _site.Build($$"""{"logout_query_arg":"logout","logout_methods":["GET"],"logout_revoke":true,"revocation_endpoint":"{{_site.Fixture.Server.Issuer}}/revoke"}""");
        _site.Fixture.Server.Metadata.Remove("revocation_endpoint");
        await _site.LogInAsync(plugin);

        await _site.Browser.GetAsync(plugin, "/?logout");

        var form = OpenIdServer.Form(_site.Fixture.Server.Requests("/revoke").Single());
        Assert.Equal(("refresh-0", "refresh_token"), (form["token"], form["token_type_hint"]));
    }
}
