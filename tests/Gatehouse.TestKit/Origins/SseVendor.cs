using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.TestKit.Origins;

/// <summary>
/// A vendor of language models that costs next to nothing: any POST whose body says <c>"stream":true</c> is answered with chat
/// completion chunks of OpenAI's shape at a steady pace, any other with one completion. Thousands of streams on a part of a core.
/// </summary>
public sealed class SseVendor : IAsyncDisposable
{
    private const int MaxRequest = 1024 * 1024;

    private static readonly byte[] StreamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly SseVendorOptions _options;
    private readonly SsePacer _pacer;
    private readonly byte[] _event, _end, _answer;
    private readonly Task _accepting, _pacing;
    private int _connections;
    private long _requests;

    private SseVendor(SseVendorOptions options, int port)
    {
        _options = options;
        _event = Chunk($$$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"{{{options.Token}}}"},"finish_reason":null}]}""");
        _end =
        [
            .. Chunk("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""),
            .. Chunk($$$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":{{{options.Events}}},"total_tokens":{{{options.Events + 9}}}}}"""),
            .. Chunk("[DONE]"), .. "0\r\n\r\n"u8,
        ];
        string body = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""";
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        _pacer = new SsePacer(options.Interval);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(16_384);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
        _pacing = _pacer.RunAsync(_stop.Token);
    }

    public int Port { get; }

    public Uri Uri => new($"http://127.0.0.1:{Port}");

    /// <summary>Bytes of one content event without chunk framing.</summary>
    public int EventBytes => _event.AsSpan().LastIndexOf("\n\n"u8) + 2 - (_event.AsSpan().IndexOf("\r\n"u8) + 2);

    /// <summary>Content events sent so far.</summary>
    public long EventsSent => _pacer.Sent;

    /// <summary>Streams under way.</summary>
    public int OpenStreams => _pacer.Open;

    /// <summary>Streams that ended because their reader left.</summary>
    public int BrokenStreams => _pacer.Broken;

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests answered so far, or being answered.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Starts a vendor on loopback; port 0 = any.</summary>
    public static SseVendor Start(SseVendorOptions? options = null, int port = 0) => new(options ?? new SseVendorOptions(), port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _pacing;
        _stop.Dispose();
    }

    private static byte[] Chunk(string data)
        => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(data) + 8:x}\r\ndata: {data}\n\n\r\n"));

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        socket.NoDelay = true;
        socket.Blocking = false;
        byte[] buffer = new byte[4096];
        int filled = 0;
        try
        {
            while (true)
            {
                int length;
                while ((length = LengthOf(buffer.AsSpan(0, filled))) == 0)
                {
                    if (filled == buffer.Length)
                    {
                        Array.Resize(ref buffer, Math.Min(MaxRequest, filled * 2));
                    }

                    int read = await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
                    if (read == 0)
                    {
                        return;
                    }

                    filled += read;
                }

                Interlocked.Increment(ref _requests);
                bool isStream = IsStream(buffer.AsSpan(0, length));
                buffer.AsSpan(length, filled - length).CopyTo(buffer);
                filled -= length;
                if (!isStream)
                {
                    await socket.SendAsync(_answer, _stop.Token);
                }
                else if (!await _pacer.StreamAsync(new SseStream(socket, StreamHead, _event, _end, _options.Events)))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The reader has left, or the run is over.
        }
    }

    private static bool IsStream(ReadOnlySpan<byte> request)
        => request.IndexOf("\"stream\":true"u8) >= 0 || request.IndexOf("\"stream\": true"u8) >= 0;

    /// <summary>Bytes of the request at the beginning, 0 while it is not whole.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        int head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return 0;
        }

        int field = bytes[..head].IndexOf("\r\nContent-Length: "u8);
        int digits = field + 18;
        int body = field < 0 ? 0 : int.Parse(bytes[digits..(digits + bytes[digits..].IndexOf((byte)'\r'))], CultureInfo.InvariantCulture);
        return bytes.Length >= head + 4 + body ? head + 4 + body : 0;
    }
}
