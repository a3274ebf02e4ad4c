using System.Globalization;
using System.Security.Cryptography;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.EndToEnd.OpenId;

/// <summary>The npm package oidc-provider in a process of its own. It can be stopped, and come back with the same keys on the same port.</summary>
internal sealed class OpenIdProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly Uri _gateway;
    private readonly int _accessTokenSeconds;
    private readonly string _publicKey;
    private ChildProcess? _process;

    /// <param name="gateway">Where browsers reach the gateway.</param>
    /// <param name="port">Where the provider listens.</param>
    /// <param name="accessTokenSeconds">How long people's access tokens work.</param>
    public OpenIdProcess(Uri gateway, int port, int accessTokenSeconds = 300)
    {
        (_gateway, Port, _accessTokenSeconds) = (gateway, port, accessTokenSeconds);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var p = key.ExportParameters(includePrivateParameters: true);
        _publicKey = $$"""{"kty":"EC","crv":"P-256","kid":"client-key","x":"{{Text(p.Q.X!)}}","y":"{{Text(p.Q.Y!)}}"}""";
        ClientKey = _publicKey[..^1] + $$""","d":"{{Text(p.D!)}}"}""";
    }

    public int Port { get; }

    public string Issuer => $"http://127.0.0.1:{Port}";

    /// <summary>Private key of the client <c>keyed</c>, as a JWK.</summary>
    public string ClientKey { get; }

    public static string SecretOf(string client) => $"secret-of-{client}-0123456789";

    public async Task StartAsync()
    {
        var process = ChildProcess.Start("node", ["provider.mjs"], new Dictionary<string, string>
        {
            ["PORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY"] = _gateway.AbsoluteUri.TrimEnd('/'),
            ["KEYS"] = _folder.File("keys.json"),
            ["CLIENT_JWK"] = _publicKey,
            ["ACCESS_TOKEN_SECONDS"] = _accessTokenSeconds.ToString(CultureInfo.InvariantCulture),
        }, RepositoryRoot.Combine("tests", "Gatehouse.EndToEnd", "OpenIdProvider"));
        _process = process;
        await Eventually.TrueAsync(
            () => process.HasExited ? throw new InvalidOperationException("the provider ended: " + process.Error) : process.Output.Contains("ready", StringComparison.Ordinal),
            "the provider to be ready");
    }

    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    /// <summary>Signs with a new key from now on; the old ones stay published.</summary>
    public Task RotateAsync() => _http.PostAsync(new Uri(Issuer + "/control/rotate"), null);

    /// <summary>Publishes the newest key only.</summary>
    public Task WithdrawAsync() => _http.PostAsync(new Uri(Issuer + "/control/withdraw"), null);

    /// <summary>A token for a client, from the provider itself.</summary>
    public async Task<string> TokenAsync(string client = "robot", string scope = "read")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Issuer + "/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["scope"] = scope }),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{client}:{SecretOf(client)}")));
        using var response = await _http.SendAsync(request);
        var answer = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (string?)answer["access_token"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
