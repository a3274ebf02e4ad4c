using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Protocols.Jose;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.Gateway.Tests.Identity.Keys;

/// <summary>An issuer's key set behind a real socket; the test rotates keys, breaks it and counts fetches.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SigningKey> _keys = new();
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
                string published = _published.Length > 0 ? _published[..1] + ExtraMember + _published[1..] : "";
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

    /// <summary>Written in front of the document's members, with a comma.</summary>
    public string ExtraMember { get; set; } = "";

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
        => PublishText(new JsonObject { ["keys"] = new JsonArray([.. keyIds.Select(id => JsonNode.Parse(_keys.GetOrAdd(id, SigningKey.Create).Jwk))]) }.ToJsonString());

    public void PublishText(string document) => _published = document;

    /// <summary>A token of a key, published or not.</summary>
    public JwsToken Token(string keyId)
        => JwsToken.TryParse(Encoding.ASCII.GetBytes(Text(keyId, """{"iss":"x"}""")), JoseLimits.Default, out var token, out _) ? token : throw new InvalidOperationException();

    /// <summary>The same with claims of one's own, as text.</summary>
    public string Text(string keyId, string claims) => JwsWriter.Write(Signer(keyId), JoseAlgorithm.ES256, Encoding.UTF8.GetBytes(claims));

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private JoseKey Signer(string keyId) => _keys.GetOrAdd(keyId, SigningKey.Create).Key;
}
