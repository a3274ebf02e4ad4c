using System.Text.Json;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>The upstream of the cases: says what arrived as <see cref="Echo"/> does, counts, and adds what the case at hand wants.</summary>
internal sealed class CaseOrigin : IAsyncDisposable
{
    private readonly ScriptedOrigin _origin;
    private int _requests;

    public CaseOrigin() => _origin = ScriptedOrigin.Start(ServeAsync);

    public int Port => _origin.Port;

    /// <summary>Requests that arrived so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Status of the answer.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Header lines added to the answer, each with its line end.</summary>
    public string Headers { get; set; } = "";

    /// <summary>Whether no answer comes at all.</summary>
    public bool Stalls { get; set; }

    public void Reset()
    {
        (Status, Headers, Stalls) = (200, "", false);
        Interlocked.Exchange(ref _requests, 0);
    }

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private async Task ServeAsync(ScriptedConnection connection)
    {
        while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
        {
            Interlocked.Increment(ref _requests);
            if (Stalls)
            {
                await connection.WaitUntilClosedAsync();
                return;
            }

            byte[] body = Describe(request);
            await connection.SendAsync($"HTTP/1.1 {Status} Answer\r\nContent-Type: application/json\r\n{Headers}Content-Length: {body.Length}\r\n\r\n");
            await connection.SendAsync(request.Method == "HEAD" ? ReadOnlyMemory<byte>.Empty : body);
        }
    }

    private static byte[] Describe(HttpMessage request) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        start_line = request.StartLine,
        connection = 0,
        headers = request.Headers.Select(h => new[] { h.Key, h.Value }),
        body_length = request.Body.Length,
        body_sha256 = "",
        trailers = request.Trailers.Select(h => new[] { h.Key, h.Value }),
    });
}
