using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.OpenId;

/// <summary>Programs bring tokens of a real provider, while it rotates its keys, goes away and comes back.</summary>
public sealed class TokenTests : IDisposable
{
    private const string All = """
        {"auth_methods":["bearer","introspection","client_credentials"],"client_id":["gateway"],"client_secret":["secret-of-gateway-0123456789"],
         "scopes":["read"],"scopes_required":["read"],"consumer_claim":["client_id"],"consumer_optional":true}
        """;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, MaxConnectionsPerServer = 32 });

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Signed_and_opaque_tokens_and_clients_are_let_in()
    {
        await using var site = await OpenIdGateway.StartAsync(All);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", await site.Provider.TokenAsync()));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", await site.Provider.TokenAsync("opaque-robot")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Basic", Basic("robot", OpenIdProcess.SecretOf("robot"))));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Basic", Basic("opaque-robot", OpenIdProcess.SecretOf("opaque-robot"))));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(site, "Bearer", await site.Provider.TokenAsync(scope: "write")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(site, "Bearer", "unknown-token"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(site, "Basic", Basic("robot", "wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(site, "Basic", Basic("nobody", "x")));
    }

    [Theory]
    [InlineData("userinfo")]
    [InlineData("refresh_token")]
    public async Task Token_that_a_person_got_is_taken(string method)
    {
        const string Plain = """
            {"client_id":["plain"],"client_secret":["secret-of-plain-0123456789"],"scopes":["openid"],"upstream_refresh_token_header":"X-Refresh","roles_required":[]}
            """;
        await using var site = await OpenIdGateway.StartAsync(
            $$"""
            {"auth_methods":["{{method}}"],"client_id":["plain"],"client_secret":["secret-of-plain-0123456789"],"consumer_claim":["preferred_username"],
             "downstream_refresh_token_header":"X-Next"}
            """,
            app: _ => Plain);
        using var person = new Person();
        var echo = System.Text.Json.Nodes.JsonNode.Parse((await person.VisitAsync(site.At("/app"))).Body)!["headers"]!.AsArray();
        string Field(string name) => (string)echo.Single(h => name.Equals((string?)h![0], StringComparison.OrdinalIgnoreCase))![1]!;
        using var request = new HttpRequestMessage(HttpMethod.Get, site.At("/api"));
        request.Headers.Add(method == "userinfo" ? "Authorization" : "Refresh-Token", method == "userinfo" ? Field("Authorization") : Field("X-Refresh"));

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"alice\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(method == "refresh_token", response.Headers.TryGetValues("X-Next", out var next) && next.Single() != Field("X-Refresh"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(site, "Bearer", "unknown-token"));
    }

    [Fact]
    public async Task Keys_rotate_under_load_without_a_failed_request()
    {
        await using var site = await OpenIdGateway.StartAsync();
        var tokens = new ConcurrentQueue<string>([await site.Provider.TokenAsync()]);
        var failures = new ConcurrentQueue<HttpStatusCode>();
        using var stop = new CancellationTokenSource();
        long sent = 0;
        var load = Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                // New tokens, and those of all keys before.
                long turn = Interlocked.Increment(ref sent);
                var status = await SendAsync(site, "Bearer", turn % 2 == 0 ? tokens.Last() : tokens.ElementAt((int)(turn / 2 % tokens.Count)));
                if (status != HttpStatusCode.OK)
                {
                    failures.Enqueue(status);
                }
            }
        }).ToArray();

        for (int rotation = 0; rotation < 4; rotation++)
        {
            await site.Provider.RotateAsync();
            tokens.Enqueue(await site.Provider.TokenAsync());
            long before = Interlocked.Read(ref sent);
            await Eventually.TrueAsync(() => Interlocked.Read(ref sent) > before + 200, "requests after a rotation");
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(failures);
        // Tokens of the keys before are still good: the provider publishes them.
        foreach (string token in tokens)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", token));
        }
    }

    [Fact]
    public async Task Withdrawn_key_takes_its_tokens_with_it_when_the_next_key_is_seen()
    {
        await using var site = await OpenIdGateway.StartAsync();
        string old = await site.Provider.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", old));

        await site.Provider.RotateAsync();
        await site.Provider.WithdrawAsync();
        string fresh = await site.Provider.TokenAsync();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", fresh));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(site, "Bearer", old));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", fresh));
    }

    [Fact]
    public async Task Provider_that_is_gone_leaves_valid_keys_working_over_a_reload()
    {
        await using var site = await OpenIdGateway.StartAsync();
        string first = await site.Provider.TokenAsync(), second = await site.Provider.TokenAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", first));
        await site.Provider.StopAsync();

        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", second));
        site.Gateway.WriteDeclarative(site.Document(site.Listen, "{}", name: "renamed"));
        site.Gateway.Send(Signal.Hangup);
        await Eventually.TrueAsync(
            async () => (await _http.GetStringAsync(new Uri(site.Gateway.Admin, "/config"))).Contains("renamed", StringComparison.Ordinal), "the reload");

        Assert.Equal(HttpStatusCode.OK, await SendAsync(site, "Bearer", second));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(site, "Bearer", second[..^4] + "AAAA"));
    }

    [Fact]
    public async Task Provider_that_is_not_there_yet_denies_until_it_comes()
    {
        await using var site = await OpenIdGateway.StartAsync(isProviderUp: false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(site, "Bearer", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA", issuer: site.Provider.Issuer));

        await site.Provider.StartAsync();
        string token = await site.Provider.TokenAsync();

        await Eventually.TrueAsync(async () => await SendAsync(site, "Bearer", token) == HttpStatusCode.OK, "the provider to be found");
    }

    [Fact]
    public async Task Secrets_appear_in_no_log_and_no_metric()
    {
        await using var site = await OpenIdGateway.StartAsync(All);
        string token = await site.Provider.TokenAsync(), opaque = await site.Provider.TokenAsync("opaque-robot");
        await SendAsync(site, "Bearer", token);
        await SendAsync(site, "Bearer", token[..^4] + "AAAA");
        await SendAsync(site, "Bearer", opaque);
        await SendAsync(site, "Basic", Basic("robot", OpenIdProcess.SecretOf("robot")));
        await SendAsync(site, "Basic", Basic("robot", "canary-wrong-secret"));
        using var person = new Person();
        await person.VisitAsync(site.At("/app"));
        using (await person.GetAsync(site.At("/app/callback?state=x&code=canary-code")))
        {
            // Refused; what it brought must not be in the logs either.
        }

        await person.VisitAsync(site.At("/app"));
        await person.VisitAsync(site.At("/app/logout"));
        await Eventually.TrueAsync(() => File.ReadAllText(site.Gateway.AccessLog).Contains("/app/logout", StringComparison.Ordinal), "the log-out in the access log");
        await Eventually.TrueAsync(() => File.Exists(site.Gateway.AccessLog) && File.ReadAllText(site.Gateway.AccessLog).Contains("/app/callback", StringComparison.Ordinal), "the access log");
        string everything = File.ReadAllText(site.Gateway.AccessLog) + site.Gateway.Process.Output + site.Gateway.Process.Error
            + await _http.GetStringAsync(new Uri(site.Gateway.Status, "/metrics"));

        foreach (string secret in (string[])[
            token.Split('.')[2], opaque, OpenIdProcess.SecretOf("gateway"), OpenIdProcess.SecretOf("robot"), Basic("robot", OpenIdProcess.SecretOf("robot")),
            "canary-wrong-secret", Basic("robot", "canary-wrong-secret"), "canary-code", OpenIdGateway.SessionSecret, "id_token_hint", "code_challenge"])
        {
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        }
    }

    private async Task<HttpStatusCode> SendAsync(OpenIdGateway site, string scheme, string credentials, string? issuer = null)
    {
        if (issuer is not null)
        {
            // Of that issuer, by whomever: nobody can say before the keys are there.
            string claims = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"iss":"{{issuer}}","exp":9999999999}"""));
            credentials = $"{credentials.Split('.')[0]}.{claims}.{credentials.Split('.')[2]}";
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, site.At("/api"));
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, credentials);
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    private static string Basic(string id, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}
