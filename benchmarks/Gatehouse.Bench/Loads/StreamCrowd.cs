using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Bench.Loads;

/// <summary>Readers of streams that do not end, who read in passing, a few times a second: they share the load's core.</summary>
internal sealed class StreamCrowd : IDisposable
{
    private const int PassMilliseconds = 100;

    private readonly Socket[] _sockets;
    private readonly Thread _thread;
    private long _received;
    private volatile bool _stopped;

    public StreamCrowd(int port, int count, string request)
    {
        var bytes = Encoding.UTF8.GetBytes(request);
        _sockets = new Socket[count];
        for (var i = 0; i < count; i++)
        {
            _sockets[i] = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets[i].Connect(IPAddress.Loopback, port);
            _sockets[i].Send(bytes);
            _sockets[i].Blocking = false;
        }

        _thread = new Thread(Read) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Bytes read so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Streams that have ended.</summary>
    public int Ended { get; private set; }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        foreach (var socket in _sockets)
        {
            // With a reset: nobody waits for what is under way.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
        }
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        using var pause = new ManualResetEventSlim();
        while (!_stopped)
        {
            var ended = 0;
            foreach (var socket in _sockets)
            {
                var count = socket.Receive(buffer, SocketFlags.None, out var error);
                ended += (error == SocketError.Success && count == 0) || error is not (SocketError.Success or SocketError.WouldBlock) ? 1 : 0;
                Interlocked.Add(ref _received, Math.Max(0, count));
            }

            Ended = ended;
            pause.Wait(PassMilliseconds);
        }
    }
}
