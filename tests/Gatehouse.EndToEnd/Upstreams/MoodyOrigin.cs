using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.Processes;

namespace Gatehouse.EndToEnd.Upstreams;

/// <summary>An origin that dies with all its connections, comes back on the same port, lies and stalls.</summary>
internal sealed class MoodyOrigin : IAsyncDisposable
{
    private readonly ConcurrentBag<Task> _running = [];
    private ConcurrentBag<Socket> _sockets = [];
    private TcpListener? _listener;
    private int _answered;

    public MoodyOrigin() => Rise();

    public int Port { get; } = FreePort.Next();

    public OriginMood Mood { get; set; }

    /// <summary>Requests answered, probes among them.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public void Rise()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        _listener = listener;
        _running.Add(AcceptAsync(listener));
    }

    public void Die()
    {
        _listener!.Stop();
        foreach (var socket in Interlocked.Exchange(ref _sockets, []))
        {
            socket.Close(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        await Task.WhenAll(_running);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync();
                _sockets.Add(socket);
                _running.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Dead.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = new HttpMessageReader(stream);
        try
        {
            while (await reader.TryReadRequestAsync() is not null)
            {
                if (Mood == OriginMood.Stalled)
                {
                    _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
                    return;
                }

                string status = Mood == OriginMood.Good ? "200 OK" : "500 No";
                Interlocked.Increment(ref _answered);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nX-Port: {Port}\r\n\r\n"));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or HttpSyntaxException)
        {
            // The gateway left, or we died.
        }
    }
}
