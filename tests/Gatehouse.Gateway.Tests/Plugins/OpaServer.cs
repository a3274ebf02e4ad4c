using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.Gateway.Tests.Plugins;

/// <summary>
/// Open Policy Agent as its REST API is documented: POST to a data path with an input is answered with a result, or without one when the
/// path is undefined. The test says what it decides.
/// </summary>
internal sealed class OpaServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<HttpMessage> _requests = new();
    private readonly ScriptedOrigin _origin;

    public OpaServer(Func<JsonObject, string?> decide)
    {
        _origin = ScriptedOrigin.Start(async connection =>
        {
            while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
            {
                _requests.Enqueue(request);
                var input = JsonNode.Parse(request.Body)!["input"]!.AsObject();
                bool isKnown = request.StartLine.StartsWith("POST /v1/data/gateway/allow ", StringComparison.Ordinal);
                string body = isKnown && decide(input) is { } result ? $$"""{"result":{{result}}}""" : "{}";
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
            }
        });
    }

    public int Port => _origin.Port;

    /// <summary>Requests so far.</summary>
    public IReadOnlyList<HttpMessage> Requests => [.. _requests];

    /// <summary>Inputs so far.</summary>
    public IReadOnlyList<JsonObject> Inputs => [.. _requests.Select(r => JsonNode.Parse(r.Body)!["input"]!.AsObject())];

    public ValueTask DisposeAsync() => _origin.DisposeAsync();
}
