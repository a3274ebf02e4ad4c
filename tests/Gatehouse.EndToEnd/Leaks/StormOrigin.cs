using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.EndToEnd.Leaks;

/// <summary>An origin that fails by the letter behind <c>/s/</c> of each request, and remembers nothing.</summary>
internal sealed class StormOrigin : IAsyncDisposable
{
    /// <summary>The letters, each another fault.</summary>
    public const string Faults = "oCrhgtkbmejso";

    private static readonly byte[] Ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public StormOrigin()
    {
        _listener.Start(backlog: 4096);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static byte[]? AnswerOf(char fault) => fault switch
    {
        'o' => Ok,
        'h' => "HTTP/1.1 200 OK\r\nContent-Le"u8.ToArray(),
        'g' => "\0\u0001 what?\r\n\r\n"u8.ToArray(),
        't' => "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"u8.ToArray(),
        'k' => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"u8.ToArray(),
        'b' => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n"u8.ToArray(),
        'm' => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwholeHTTP/1.1 200 OK\r\n\r\n"u8.ToArray(),
        'e' => "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nwhole"u8.ToArray(),
        'j' => "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"u8.ToArray(),
        _ => null,
    };

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
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
        byte[] buffer = new byte[4096];
        int filled = 0;
        try
        {
            while (true)
            {
                int end;
                while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
                {
                    int read = filled == buffer.Length ? 0 : await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
                    if (read == 0)
                    {
                        return;
                    }

                    filled += read;
                }

                string head = Encoding.ASCII.GetString(buffer, 0, end);
                char fault = head[head.IndexOf("/s/", StringComparison.Ordinal) + 3];
                if (fault == 's')
                {
                    // Silence: until the gateway's patience ends.
                    _ = await socket.ReceiveAsync(buffer, _stop.Token);
                    while (await socket.ReceiveAsync(buffer, _stop.Token) > 0)
                    {
                    }

                    return;
                }

                if (fault == 'r')
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }

                if (AnswerOf(fault) is { } answer)
                {
                    await socket.SendAsync(answer, _stop.Token);
                }

                if (fault != 'o' || head[0] != 'G')
                {
                    return;
                }

                filled = 0;
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The gateway left: part of the storm.
        }
    }
}
