using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Protocols.Jose;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.Gateway.Tests.Identity.Keys;

/// <summary>An issuer's key set behind a real socket; the test rotates keys, breaks it and counts fetches.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (JoseKey Signer, string Jwk)> _keys = new();
    private readonly ScriptedOrigin _origin;
    private volatile string _published = """{"keys":[]}""";
    private int _fetches;

    public KeyServer()
    {
        _origin = ScriptedOrigin.Start(async c =>
        {
            while (await c.Reader.TryReadRequestAsync(c.Stopped) is not null)
            {
                // What is published now is the answer, however long it takes.
                string published = _published;
                var gate = Gate;
                Interlocked.Increment(ref _fetches);
                await gate.Task;
                await c.SendAsync(IsBroken
                    ? "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n"
                    : $"HTTP/1.1 200 OK\r\n{ExtraHeader}Content-Length: {published.Length}\r\n\r\n{published}");
            }
        });
    }

    public Uri Url => new(_origin.Uri, "/keys");

    public int Fetches => Volatile.Read(ref _fetches);

    public bool IsBroken { get; set; }

    public string ExtraHeader { get; set; } = "";

    /// <summary>Answers wait for it.</summary>
    public TaskCompletionSource Gate { get; set; } = Opened();

    public static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    /// <summary>Publishes keys of these ids; made when they are new.</summary>
    public void Publish(params string[] keyIds)
        => PublishText(new JsonObject { ["keys"] = new JsonArray([.. keyIds.Select(id => JsonNode.Parse(_keys.GetOrAdd(id, Create).Jwk))]) }.ToJsonString());

    public void PublishText(string document) => _published = document;

    /// <summary>A token of a key, published or not.</summary>
    public JwsToken Token(string keyId)
    {
        string text = JwsWriter.Write(Signer(keyId), JoseAlgorithm.ES256, """{"iss":"x"}"""u8);
        return JwsToken.TryParse(Encoding.ASCII.GetBytes(text), JoseLimits.Default, out var token, out _) ? token : throw new InvalidOperationException();
    }

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private JoseKey Signer(string keyId) => _keys.GetOrAdd(keyId, Create).Signer;

    private static (JoseKey Signer, string Jwk) Create(string keyId)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var p = key.ExportParameters(true);
        string point = $$"""{"kty":"EC","crv":"P-256","kid":"{{keyId}}","x":"{{Text(p.Q.X!)}}","y":"{{Text(p.Q.Y!)}}" """;
        return JoseKey.TryReadJwk(Encoding.ASCII.GetBytes($$"""{{point}},"d":"{{Text(p.D!)}}"}"""), JoseKeyPolicy.Signing, out var signer, out var error)
            ? (signer, point + "}")
            : throw new InvalidOperationException(error.ToString());
    }

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
