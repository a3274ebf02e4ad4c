using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>One attempt to connect on a portable loop.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Every end of the attempt releases or hands on what it holds.")]
internal sealed class SocketConnect : LoopTimer
{
    private readonly PortableLoop _loop;
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _wait = new();
    private readonly LoopCompletion<ConnectOutcome> _done;

    private SocketConnect(PortableLoop loop, IPEndPoint endPoint)
    {
        _loop = loop;
        _done = new LoopCompletion<ConnectOutcome>(loop);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _wait.RemoteEndPoint = endPoint;
        _wait.Completed += (_, _) => Post();
    }

    /// <summary>Connects, for at most so many milliseconds.</summary>
    public static ValueTask<ConnectOutcome> StartAsync(PortableLoop loop, IPEndPoint endPoint, int timeoutMilliseconds)
    {
        SocketConnect attempt;
        try
        {
            attempt = new SocketConnect(loop, endPoint);
        }
        catch (SocketException e)
        {
            return new(new ConnectOutcome(null, SocketErrors.ConnectFault(e.SocketErrorCode)));
        }
        return attempt.StartAsync(timeoutMilliseconds);
    }

    protected internal override void OnElapsed()
    {
        if (_done.IsPending)
        {
            Release();
            _done.Complete(new ConnectOutcome(null, ChannelFault.Timeout));
        }
    }

    private ValueTask<ConnectOutcome> StartAsync(int timeoutMilliseconds)
    {
        _loop.Arm(this, timeoutMilliseconds);
        ValueTask<ConnectOutcome> result = _done.Start();
        if (!_socket.ConnectAsync(_wait))
        {
            Post();
        }
        return result;
    }

    private void Post() => _loop.Post(static state => ((SocketConnect)state!).OnConnected(), this);

    private void OnConnected()
    {
        if (!_done.IsPending)
        {
            return;
        }
        SocketError error = _wait.SocketError;
        _loop.Disarm(this);
        if (error == SocketError.Success)
        {
            _wait.Dispose();
            var channel = SocketChannel.TryAdopt(_loop, _socket);
            _done.Complete(new ConnectOutcome(channel, channel is null ? ChannelFault.Reset : ChannelFault.None));
            return;
        }
        Release();
        _done.Complete(new ConnectOutcome(null, SocketErrors.ConnectFault(error)));
    }

    private void Release()
    {
        _socket.Dispose();
        _wait.Dispose();
    }
}
