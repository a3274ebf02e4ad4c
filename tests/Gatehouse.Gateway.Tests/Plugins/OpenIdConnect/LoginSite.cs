using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>A provider that people log in at, and a browser.</summary>
internal sealed class LoginSite : IAsyncDisposable
{
    public LoginSite() => Fixture.Server.Token = (form, _) =>
    {
        if (form["grant_type"] == "refresh_token")
        {
            return form["refresh_token"] == $"refresh-{Refreshes}" ? Tokens(++Refreshes) : (400, """{"error":"invalid_grant"}""");
        }

        return form["code"] == "good" ? Tokens(0) : (400, """{"error":"invalid_grant"}""");
    };

    public OpenIdFixture Fixture { get; } = new();

    public Browser Browser { get; } = new();

    /// <summary>What the provider puts into the next ID token, besides the nonce.</summary>
    public string IdClaims { get; set; } = "{}";

    /// <summary>The nonce that it puts there.</summary>
    public string Nonce { get; set; } = "";

    public string AccessToken { get; set; } = "opaque-access";

    /// <summary>How long access tokens work.</summary>
    public int Seconds { get; set; } = 300;

    /// <summary>Renewals so far, and the number of the refresh token that works.</summary>
    public int Refreshes { get; set; }

    public Plugin Build(string more = "{}") => Fixture.Build(OpenIdFixture.Login, more);

    public async Task LogInAsync(Plugin plugin, Browser? browser = null)
    {
        browser ??= Browser;
        var query = Query(await browser.GetAsync(plugin, "/"));
        Nonce = query["nonce"];
        Assert.Equal(302, (await browser.GetAsync(plugin, $"/cb?state={query["state"]}&code=good")).Answer.Status);
    }

    public Task<FakeExchange> AnswerAsync(Plugin plugin, Dictionary<string, string> query)
    {
        Nonce = query["nonce"];
        return Browser.GetAsync(plugin, $"/cb?state={query["state"]}&code=good");
    }

    /// <summary>Parameters of the URL that an answer leads to.</summary>
    public static Dictionary<string, string> Query(FakeExchange exchange)
        => new Uri(exchange.ResponseHeader("Location")!).Query[1..].Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();

    private (int, string) Tokens(int number)
    {
        var claims = JsonNode.Parse($$"""{"aud":"gateway","nonce":"{{Nonce}}"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(IdClaims)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        string id = Fixture.Server.Sign(Fixture.Now, claims.ToJsonString());
        return (200, $$"""{"access_token":"{{AccessToken}}","id_token":"{{id}}","refresh_token":"refresh-{{number}}","token_type":"Bearer","expires_in":{{Seconds}}}""");
    }
}
