using System.Collections.Concurrent;
using System.Text.Json;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>
/// Whatever plugins call: a collector of logs, a policy agent and an OpenID provider. The last two fail and repeat in their answers
/// what they were sent, so that whoever passes such an answer on is found out.
/// </summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly ConcurrentDictionary<string, int> _asked = new();
    private readonly ScriptedOrigin _origin;

    public Outside() => _origin = ScriptedOrigin.Start(async c =>
    {
        while (await c.Reader.TryReadRequestAsync(c.Stopped) is { } request)
        {
            await c.SendAsync(Answer(request));
        }
    });

    public int Port => _origin.Port;

    /// <summary>Bodies that http-log sent.</summary>
    public string Logged => string.Join('\n', _logged);

    /// <summary>How often a path was asked for.</summary>
    public int Asked(string path) => _asked.GetValueOrDefault(path);

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private string Answer(HttpMessage request)
    {
        string path = request.Target;
        _asked.AddOrUpdate(path, 1, static (_, n) => n + 1);
        switch (path)
        {
            case "/log":
                _logged.Enqueue(request.Text);
                return Whole("200 OK", "");
            case "/.well-known/openid-configuration":
                string me = $"http://127.0.0.1:{Port}";
                return Whole("200 OK", $$"""
                    {"issuer":"{{me}}","jwks_uri":"{{me}}/jwks","authorization_endpoint":"{{me}}/authorize","token_endpoint":"{{me}}/token","introspection_endpoint":"{{me}}/introspect"}
                    """);
            case "/jwks":
                return Whole("200 OK", """{"keys":[]}""");
            default:
                string repeated = JsonSerializer.Serialize(request.StartLine + string.Concat(request.Headers.Select(h => $"{h.Key}: {h.Value}\n")) + request.Text);
                return Whole(path == "/token" ? "400 Bad Request" : "500 Internal Server Error", $$"""{"error":"invalid_client","error_description":{{repeated}},"result":{{repeated}}}""");
        }
    }

    private static string Whole(string status, string body)
        => $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nX-Answer: yes\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
