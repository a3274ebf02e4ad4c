using System.Net;
using System.Text.Json;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>A gateway that issues tokens for two services and keeps sessions on a third.</summary>
public sealed class IssuerGateway : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ScriptedOrigin _origin = null!;

    public GatehouseProcess Process { get; private set; } = null!;

    /// <summary>Every log file of the plugins.</summary>
    public string PluginLog => _folder.File("plugin.log");

    public async Task InitializeAsync()
    {
        _origin = EchoOrigin.Start();
        Process = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = Document(),
            Node = new Dictionary<string, string> { ["auth_failure_delay"] = "0" },
        });
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await _origin.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A client over TLS that keeps no cookies and follows nothing.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
    })
    { BaseAddress = new Uri($"https://127.0.0.1:{Process.Ports.ProxyTls}") };

    public static async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(HttpClient client, string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Asks for a path; with a token unless it is null.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> GetAsync(HttpClient client, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + token);
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private string Document() => $$$"""
        {"_format_version": "3.0",
         "services": [
           {"name": "orders", "host": "127.0.0.1", "port": {{{_origin.Port}}}, "routes": [{"name": "orders", "paths": ["/orders"]}], "plugins": [{{{OAuth2()}}}]},
           {"name": "stock", "host": "127.0.0.1", "port": {{{_origin.Port}}}, "routes": [{"name": "stock", "paths": ["/stock"]}], "plugins": [{{{OAuth2()}}}]},
           {"name": "app", "host": "127.0.0.1", "port": {{{_origin.Port}}}, "routes": [{"name": "app", "paths": ["/app"]}], "plugins": [
             {"name": "session", "config": {"secret": "canary-session-secret", "response_headers": ["subject"]}},
             {"name": "key-auth", "config": {"anonymous": "guest"}}]}],
         "consumers": [
           {"username": "shop",
            "keyauth_credentials": [{"key": "canary-key"}],
            "oauth2_credentials": [
              {"name": "Shop", "client_id": "shop", "client_secret": "canary-client-secret", "redirect_uris": ["https://shop.test/cb"]},
              {"name": "Hashed", "client_id": "hashed", "client_secret": "canary-hashed-secret", "hash_secret": true, "redirect_uris": ["https://shop.test/cb"]}]},
           {"username": "guest", "plugins": [{"name": "request-termination", "config": {"status_code": 401, "message": "log in"}}]}],
         "plugins": [{"name": "file-log", "config": {"path": "{{{PluginLog}}}"}}]}
        """;

    private static string OAuth2() =>
        """
        {"name": "oauth2", "config": {"scopes": ["read", "write"], "enable_authorization_code": true, "enable_client_credentials": true,
          "provision_key": "canary-provision-key", "hide_credentials": true}}
        """;
}
