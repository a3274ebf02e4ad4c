using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.EndToEnd.Leaks;

/// <summary>
/// Sends exchanges that go wrong on one side or both: every fault of <see cref="StormOrigin"/> with every way in which a client
/// can behave. A fixed order, so that a failure can be repeated.
/// </summary>
internal sealed class FaultStorm(int port)
{
    private const int Behaviours = 8;

    private readonly IPEndPoint _gateway = new(IPAddress.Loopback, port);
    private int _next;
    private int _answered;

    /// <summary>Exchanges whose client saw the beginning of an answer.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Runs <paramref name="count"/> exchanges, <paramref name="concurrency"/> at a time.</summary>
    public async Task RunAsync(int count, int concurrency)
    {
        int end = _next + count;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => WorkAsync(end))));
        _next = end;
    }

    private async Task WorkAsync(int end)
    {
        byte[] buffer = new byte[4096];
        for (int i; (i = Interlocked.Increment(ref _next)) <= end;)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(_gateway);
                await ExchangeAsync(socket, StormOrigin.Faults[i % StormOrigin.Faults.Length], i / StormOrigin.Faults.Length % Behaviours, buffer);
            }
            catch (SocketException)
            {
                // Broken off: what the storm is about.
            }
        }
    }

    private async Task ExchangeAsync(Socket socket, char fault, int behaviour, byte[] buffer)
    {
        string get = $"GET /s/{fault} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        string post = $"POST /s/{fault} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n";
        switch (behaviour)
        {
            case 0 or 1: // reads to the end
                await SendAsync(socket, get);
                await DrainAsync(socket, buffer);
                break;
            case 2: // streams a body
                await SendAsync(socket, post);
                await SendAsync(socket, "0\r\n\r\n");
                await DrainAsync(socket, buffer);
                break;
            case 3: // leaves inside the head
                await SendAsync(socket, get[..20]);
                Reset(socket);
                break;
            case 4: // leaves inside the body
                await SendAsync(socket, post);
                Reset(socket);
                break;
            case 5: // leaves while the upstream thinks
                await SendAsync(socket, get);
                Reset(socket);
                break;
            case 6: // leaves inside the answer
                await SendAsync(socket, get);
                if (await socket.ReceiveAsync(buffer.AsMemory(0, 1)) > 0)
                {
                    Interlocked.Increment(ref _answered);
                }

                Reset(socket);
                break;
            default: // half-closes after the request
                await SendAsync(socket, get);
                socket.Shutdown(SocketShutdown.Send);
                await DrainAsync(socket, buffer);
                break;
        }
    }

    private async Task DrainAsync(Socket socket, byte[] buffer)
    {
        bool any = false;
        while (await socket.ReceiveAsync(buffer) > 0)
        {
            any = true;
        }

        if (any)
        {
            Interlocked.Increment(ref _answered);
        }
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
