using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>
/// A vendor of language models that does with each request what a script says, in its own wire format, and remembers every byte it was sent.
/// </summary>
internal abstract class FakeVendor : IAsyncDisposable
{
    private readonly ScriptedOrigin _origin;
    private readonly ConcurrentQueue<VendorAsk> _asked = new();
    private readonly ConcurrentQueue<VendorPlay> _next = new();
    private readonly ConcurrentQueue<VendorAsk> _abandoned = new();

    protected FakeVendor() => _origin = ScriptedOrigin.Start(ServeAsync);

    /// <summary>Name in scripts and tables.</summary>
    public abstract string Name { get; }

    /// <summary>What the gateway is told as the vendor's base URL.</summary>
    public virtual string Url => $"http://127.0.0.1:{_origin.Port}";

    public int Port => _origin.Port;

    /// <summary>Decides about requests for which nothing was queued.</summary>
    public Func<VendorAsk, VendorPlay> Script { get; set; } = static _ => VendorPlay.Saying("ok");

    /// <summary>Requests so far, catalogues and counts not among them.</summary>
    public IReadOnlyList<VendorAsk> Asked => [.. _asked];

    /// <summary>Requests whose answer whoever asked did not wait for.</summary>
    public IReadOnlyList<VendorAsk> Abandoned => [.. _abandoned];

    /// <summary>Whether each connection serves one request. An idle one that is closed under a request would be tried again.</summary>
    public bool ClosesConnections { get; set; }

    /// <summary>Every byte that came in.</summary>
    public IEnumerable<byte[]> Received => _origin.Connections.Select(c => c.Received);

    /// <summary>What is wrong with requests, for example with their signatures; empty = nothing.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>The next requests are answered so, one after the other, before the script decides again.</summary>
    public void Queue(params IEnumerable<VendorPlay> plays)
    {
        foreach (var play in plays)
        {
            _next.Enqueue(play);
        }
    }

    /// <summary>Forgets what was queued.</summary>
    public void Unqueue() => _next.Clear();

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    /// <summary>Answers what is no chat and no embedding (lists of models, counts); null = not such a request.</summary>
    protected virtual string? Catalogue(HttpMessage message) => null;

    protected abstract VendorAsk Read(HttpMessage message, JsonNode body);

    protected abstract string WholeBody(VendorAsk ask, VendorPlay play);

    protected abstract string EmbeddingsBody(VendorAsk ask);

    protected abstract IEnumerable<VendorFrame> Frames(VendorAsk ask, VendorPlay play);

    protected abstract string ErrorBody(VendorPlay play);

    protected abstract string StreamType { get; }

    /// <summary>Header fields of an answer.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string>> HeadersOf(VendorPlay play) => [];

    private string Head(int status, string type, IEnumerable<KeyValuePair<string, string>> headers, string framing)
        => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Scripted\r\ndate: {TimeProvider.System.GetUtcNow():R}\r\ncontent-type: {type}\r\n")
            + string.Concat(headers.Select(h => $"{h.Key}: {h.Value}\r\n")) + (ClosesConnections ? "connection: close\r\n" : "") + framing + "\r\n\r\n";

    private async Task ServeAsync(ScriptedConnection connection)
    {
        while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } message)
        {
            if (Catalogue(message) is { } catalogue)
            {
                await connection.SendAsync(Head(200, "application/json", [], $"content-length: {Encoding.UTF8.GetByteCount(catalogue)}"));
                await connection.SendAsync(Encoding.UTF8.GetBytes(catalogue));
                continue;
            }

            var ask = Read(message, JsonNode.Parse(message.Body)!);
            _asked.Enqueue(ask);
            var play = _next.TryDequeue(out var queued) ? queued : Script(ask);
            if (!await PlayAsync(connection, ask, play) || ClosesConnections)
            {
                return;
            }
        }
    }

    // False: the connection is no good any more.
    private async Task<bool> PlayAsync(ScriptedConnection connection, VendorAsk ask, VendorPlay play)
    {
        if (play.Delay > TimeSpan.Zero)
        {
            await VendorPause.WaitAsync(play.Delay, connection.Stopped);
        }

        if (play.Cut == CutPoint.BeforeHeaders)
        {
            return false;
        }

        if (play.Status != 200)
        {
            byte[] error = Encoding.UTF8.GetBytes(ErrorBody(play));
            await connection.SendAsync(Head(play.Status, "application/json", [.. HeadersOf(play), .. play.Headers], $"content-length: {error.Length}"));
            await connection.SendAsync(error);
            return true;
        }

        return ask.IsStream && ask.Inputs.Count == 0
            ? await StreamAsync(connection, ask, play)
            : await AnswerAsync(connection, ask, play);
    }

    private async Task<bool> AnswerAsync(ScriptedConnection connection, VendorAsk ask, VendorPlay play)
    {
        bool isMute = play.Cut == CutPoint.BeforeUsage;
        byte[] body = Encoding.UTF8.GetBytes(ask.Inputs.Count > 0 ? EmbeddingsBody(ask) : WholeBody(ask, isMute ? play with { Usage = null } : play));
        await connection.SendAsync(Head(200, "application/json", [.. HeadersOf(play), .. play.Headers], $"content-length: {body.Length}"));
        if (play.Stalls)
        {
            return await WaitAsync(connection, ask);
        }

        if (play.Cut == CutPoint.EndInText)
        {
            // As long as was said, and no JSON.
            await connection.SendAsync((byte[])[.. body.AsSpan(0, body.Length / 2), .. Enumerable.Repeat((byte)' ', body.Length - (body.Length / 2))]);
            return true;
        }

        if (play.Cut is not (CutPoint.None or CutPoint.BeforeUsage))
        {
            await connection.SendAsync(body.AsMemory(0, play.Cut == CutPoint.AfterHeaders ? 0 : body.Length / 2));
            return false;
        }

        await connection.SendAsync(body);
        return true;
    }

    private async Task<bool> StreamAsync(ScriptedConnection connection, VendorAsk ask, VendorPlay play)
    {
        await connection.SendAsync(Head(200, StreamType, [.. HeadersOf(play), .. play.Headers], "transfer-encoding: chunked"));
        if (play.Cut == CutPoint.AfterHeaders)
        {
            return false;
        }

        foreach (var frame in Frames(ask, play.Cut == CutPoint.BeforeUsage ? play with { Usage = null } : play))
        {
            bool isCut = play.Cut switch
            {
                CutPoint.BeforeFirstToken => frame.Stage > FrameStage.Opening,
                CutPoint.BeforeUsage => frame.Stage == FrameStage.End,
                _ => false,
            };
            if (isCut)
            {
                return false;
            }

            await SendChunkAsync(connection, frame.Bytes);
            if (play.Cut == CutPoint.EndInText && frame.Stage == FrameStage.Text)
            {
                break;
            }

            if (play.Stalls && frame.Stage == FrameStage.Text)
            {
                return await WaitAsync(connection, ask);
            }

            if (play.Cut == CutPoint.MidText && frame.Stage == FrameStage.Text || play.Cut == CutPoint.MidToolCall && frame.Stage == FrameStage.Call && IsArguments(frame))
            {
                return false;
            }
        }

        await connection.SendAsync("0\r\n\r\n");
        return true;
    }

    /// <summary>Whether a frame has a part of a call's arguments, not only its name.</summary>
    protected virtual bool IsArguments(VendorFrame frame) => true;

    private static async Task SendChunkAsync(ScriptedConnection connection, byte[] bytes)
        => await connection.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}\r\n")), .. bytes, .. "\r\n"u8]);

    private async Task<bool> WaitAsync(ScriptedConnection connection, VendorAsk ask)
    {
        await connection.WaitUntilClosedAsync();
        _abandoned.Enqueue(ask);
        return false;
    }
}
