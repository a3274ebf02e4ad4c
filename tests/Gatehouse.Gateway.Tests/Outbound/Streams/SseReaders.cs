using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>Clients that read streams in passing, a few times a second, so that a measurement is not of them.</summary>
internal sealed class SseReaders : IDisposable
{
    private const int PassMilliseconds = 40;

    private readonly Socket[] _sockets;
    private readonly Thread _thread;
    private long _received;
    private volatile bool _stopped;

    public SseReaders(IPEndPoint endPoint, int count, byte[] request)
    {
        _sockets = new Socket[count];
        for (int i = 0; i < count; i++)
        {
            _sockets[i] = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets[i].Connect(endPoint);
            _sockets[i].Send(request);
            _sockets[i].Blocking = false;
        }

        _thread = new Thread(Read) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Bytes read so far, heads and framing included.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Readers whose connection has ended.</summary>
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
        byte[] buffer = new byte[64 * 1024];
        using var pause = new ManualResetEventSlim();
        while (!_stopped)
        {
            int ended = 0;
            foreach (var socket in _sockets)
            {
                int count = socket.Receive(buffer, SocketFlags.None, out var error);
                ended += (error == SocketError.Success && count == 0) || error is not (SocketError.Success or SocketError.WouldBlock) ? 1 : 0;
                Interlocked.Add(ref _received, Math.Max(0, count));
            }

            Ended = ended;
            pause.Wait(PassMilliseconds);
        }
    }
}
