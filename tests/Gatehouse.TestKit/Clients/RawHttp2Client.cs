using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.TestKit.Clients;

/// <summary>A client that writes frames as told, also wrong ones. Header fields are literals without indexing (RFC 7541 §6.2.2).</summary>
public sealed class RawHttp2Client : IAsyncDisposable
{
    /// <summary>Frame types (RFC 9113 §6).</summary>
    public const byte Data = 0, Headers = 1, Priority = 2, RstStream = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8, Continuation = 9;

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(20));
    private NetworkStream _stream = null!;

    /// <summary>What the server has set so far.</summary>
    public IList<(int Id, uint Value)> ServerSettings { get; } = [];

    public static async Task<RawHttp2Client> ConnectAsync(IPEndPoint endPoint)
    {
        var client = new RawHttp2Client();
        await client._client.ConnectAsync(endPoint, client._deadline.Token);
        client._stream = client._client.GetStream();
        await client.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await client.SendAsync(Settings, 0, 0, []);
        return client;
    }

    /// <summary>The fields of a plain request.</summary>
    public static IReadOnlyList<(string Name, string Value)> Get(string method = "GET", string path = "/", string authority = "a.example")
        => [(":method", method), (":scheme", "http"), (":path", path), (":authority", authority)];

    public static byte[] Block(IEnumerable<(string Name, string Value)> fields)
    {
        var block = new List<byte>();
        foreach (var (name, value) in fields)
        {
            block.Add(0);
            AddString(block, name);
            AddString(block, value);
        }

        return [.. block];
    }

    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
        => [
            (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags,
            (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. payload
        ];

    public Task SendAsync(byte type, byte flags, int stream, byte[] payload) => WriteAsync(Frame(type, flags, stream, payload));

    public Task SendHeadersAsync(int stream, IEnumerable<(string Name, string Value)> fields, bool endStream)
        => SendAsync(Headers, (byte)(0x4 | (endStream ? 1 : 0)), stream, Block(fields));

    public Task SendDataAsync(int stream, byte[] data, bool endStream) => SendAsync(Data, (byte)(endStream ? 1 : 0), stream, data);

    public async Task WriteAsync(byte[] bytes) => await _stream.WriteAsync(bytes, _deadline.Token);

    /// <summary>Writes the same bytes until the server ends the connection or <paramref name="most"/> copies are out.</summary>
    public async Task<int> FloodAsync(Func<int, byte[]> bytes, int most)
    {
        for (int i = 0; i < most; i++)
        {
            try
            {
                await WriteAsync(bytes(i));
            }
            catch (IOException)
            {
                return i;
            }
        }

        return most;
    }

    /// <summary>The next frame, or null when the connection has ended (in good order or not).</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadFrameAsync()
    {
        byte[] head = new byte[9];
        try
        {
            await _stream.ReadExactlyAsync(head, _deadline.Token);
            byte[] payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await _stream.ReadExactlyAsync(payload, _deadline.Token);
            int stream = ((head[5] & 0x7f) << 24) | (head[6] << 16) | (head[7] << 8) | head[8];
            if (head[3] == Settings && (head[4] & 1) == 0)
            {
                for (int i = 0; i + 6 <= payload.Length; i += 6)
                {
                    ServerSettings.Add(((payload[i] << 8) | payload[i + 1], (uint)((payload[i + 2] << 24) | (payload[i + 3] << 16) | (payload[i + 4] << 8) | payload[i + 5])));
                }

                await SendAsync(Settings, 1, 0, []);
            }

            return (head[3], head[4], stream, payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads until the stream is over: ended, reset, or the connection gone.</summary>
    public async Task<Http2StreamSeen> ReadStreamAsync(int stream)
    {
        var seen = new Http2StreamSeen();
        while (await ReadFrameAsync() is { } frame)
        {
            if (frame.Type == GoAway)
            {
                seen.GoAwayCode = frame.Payload[7];
            }

            if (frame.Stream != stream)
            {
                continue;
            }

            seen.HeaderBlocks += frame.Type == Headers ? 1 : 0;
            seen.Head ??= frame.Type == Headers ? Encoding.Latin1.GetString(frame.Payload) : null;
            seen.Body += frame.Type == Data ? Encoding.Latin1.GetString(frame.Payload) : "";
            seen.ResetCode = frame.Type == RstStream ? frame.Payload[3] : seen.ResetCode;
            seen.IsEnded = frame.Type is Headers or Data && (frame.Flags & 1) != 0;
            if (seen.IsEnded || seen.ResetCode is not null)
            {
                return seen;
            }
        }

        seen.IsConnectionGone = true;
        return seen;
    }

    /// <summary>Reads until the connection ends; the code of the GOAWAY that came before, null when there was none.</summary>
    public async Task<int?> ReadToEndAsync()
    {
        int? code = null;
        while (await ReadFrameAsync() is { } frame)
        {
            code = frame.Type == GoAway ? frame.Payload[7] : code;
        }

        return code;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _deadline.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void AddString(List<byte> block, string text)
    {
        int length = text.Length;
        if (length < 127)
        {
            block.Add((byte)length);
        }
        else
        {
            block.Add(127);
            length -= 127;
            while (length >= 128)
            {
                block.Add((byte)((length % 128) + 128));
                length /= 128;
            }

            block.Add((byte)length);
        }

        block.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
