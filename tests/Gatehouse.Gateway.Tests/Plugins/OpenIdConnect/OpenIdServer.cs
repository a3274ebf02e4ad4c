using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Gateway.Tests.Identity.Keys;
using Gatehouse.Protocols.Jose;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.Gateway.Tests.Plugins.OpenIdConnect;

/// <summary>A provider that says what the test wants it to say, also what no real one would.</summary>
internal sealed class OpenIdServer : IAsyncDisposable
{
    private readonly ScriptedOrigin _origin;
    private readonly ConcurrentQueue<HttpMessage> _requests = new();

    public OpenIdServer()
    {
        _origin = ScriptedOrigin.Start(async c =>
        {
            while (await c.Reader.TryReadRequestAsync(c.Stopped) is { } request)
            {
                _requests.Enqueue(request);
                if (Raw(request.StartLine.Split(' ')[1]) is { } raw)
                {
                    await c.SendAsync(raw);
                    continue;
                }

                var (status, body) = Answer(request);
                await c.SendAsync($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
            }
        });
        Metadata = new JsonObject
        {
            ["issuer"] = Issuer,
            ["jwks_uri"] = Issuer + "/jwks",
            ["authorization_endpoint"] = Issuer + "/auth",
            ["token_endpoint"] = Issuer + "/token",
            ["introspection_endpoint"] = Issuer + "/introspect",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["pushed_authorization_request_endpoint"] = Issuer + "/par",
            ["revocation_endpoint"] = Issuer + "/revoke",
            ["end_session_endpoint"] = Issuer + "/end",
        };
    }

    public string Issuer => _origin.Uri.AbsoluteUri.TrimEnd('/');

    public JsonObject Metadata { get; }

    public SigningKey Key { get; set; } = SigningKey.Create("k1");

    public bool IsDown { get; set; }

    /// <summary>Answers of token endpoint and introspection: status and body.</summary>
    public Func<Dictionary<string, string>, HttpMessage, (int Status, string Body)> Token { get; set; } = (_, _) => (400, """{"error":"invalid_grant"}""");

    public Func<Dictionary<string, string>, (int Status, string Body)> Introspect { get; set; } = _ => (200, """{"active":false}""");

    /// <summary>Answer of userinfo to the value of Authorization.</summary>
    public Func<string?, (int Status, string Body)> UserInfo { get; set; } = _ => (401, "");

    /// <summary>Answer to a pushed request.</summary>
    public Func<Dictionary<string, string>, (int Status, string Body)> Push { get; set; } = _ => (201, """{"request_uri":"urn:pushed:1","expires_in":60}""");

    /// <summary>What is sent for a path instead of an answer; null = an answer.</summary>
    public Func<string, string?> Raw { get; set; } = _ => null;

    public int Calls(string path) => _requests.Count(r => r.StartLine.Contains(" " + path, StringComparison.Ordinal));

    public IEnumerable<HttpMessage> Requests(string path) => _requests.Where(r => r.StartLine.Contains(" " + path, StringComparison.Ordinal));

    public static Dictionary<string, string> Form(HttpMessage request)
        => Encoding.UTF8.GetString(request.Body).Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1]));

    /// <summary>A token of this issuer that ends in five minutes of that time; members of <paramref name="more"/> replace others, null removes.</summary>
    public string Sign(DateTimeOffset now, string more = "{}", string type = "JWT", JoseKey? key = null, JoseAlgorithm algorithm = JoseAlgorithm.ES256)
    {
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = "alice",
            ["aud"] = "api",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + 300,
        };
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            if (value is null)
            {
                claims.Remove(name);
            }
            else
            {
                claims[name] = value.DeepClone();
            }
        }

        return JwsWriter.Write(key ?? Key.Key, algorithm, Encoding.UTF8.GetBytes(claims.ToJsonString()), type);
    }

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private (int Status, string Body) Answer(HttpMessage request)
    {
        string path = request.StartLine.Split(' ')[1];
        return IsDown ? (503, "")
            : path == "/.well-known/openid-configuration" ? (200, Metadata.ToJsonString())
            : path == "/jwks" ? (200, $$"""{"keys":[{{Key.Jwk}}]}""")
            : path == "/token" ? Token(Form(request), request)
            : path == "/introspect" ? Introspect(Form(request))
            : path == "/userinfo" ? UserInfo(request.Header("Authorization"))
            : path == "/par" ? Push(Form(request))
            : path == "/revoke" ? (200, "")
            : (404, "");
    }
}
