using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>One listening socket for all portable loops: System.Net.Sockets has no SO_REUSEPORT, so it deals out in turn.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed by StopAsync.")]
internal sealed class SocketListener : LoopTimer, IListenerPart
{
    private const int PauseMilliseconds = 100;

    private readonly PortableLoop _loop;
    private readonly Loop[] _owners;
    private readonly Socket _socket;
    private readonly Action<Channel> _onAccepted;
    private readonly SocketAsyncEventArgs _wait = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;
    private bool _closed;

    private SocketListener(PortableLoop loop, Loop[] owners, Socket socket, Action<Channel> onAccepted)
    {
        _loop = loop;
        _owners = owners;
        _socket = socket;
        _onAccepted = onAccepted;
        _wait.Completed += (_, _) => _loop.Post(static state => ((SocketListener)state!).OnAccepted(), this);
        _loop.Post(static state => ((SocketListener)state!).Start(), this);
    }

    /// <summary>Binds and listens; throws <see cref="SocketException"/> when it cannot.</summary>
    public static ChannelListener Listen(PortableLoop loop, Loop[] owners, IPEndPoint endPoint, ListenOptions options, Action<Channel> onAccepted)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }
            socket.Bind(endPoint);
            socket.Listen(options.Backlog);
            var part = new SocketListener(loop, owners, socket, onAccepted);
            return new ChannelListener((IPEndPoint)socket.LocalEndPoint!, [part]);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task StopAsync()
    {
        _loop.Post(static state => ((SocketListener)state!).Stop(), this);
        return _stopped.Task;
    }

    protected internal override void OnElapsed() => Accept();

    private void Start()
    {
        _loop.Ending += Stop;
        Accept();
    }

    private void Accept()
    {
        if (!_closed && !_socket.AcceptAsync(_wait))
        {
            // By way of the queue, so that a full backlog does not keep the loop from its connections.
            _loop.Post(static state => ((SocketListener)state!).OnAccepted(), this);
        }
    }

    private void OnAccepted()
    {
        Socket? accepted = _wait.AcceptSocket;
        SocketError error = _wait.SocketError;
        _wait.AcceptSocket = null;
        if (error == SocketError.Success && accepted is not null)
        {
            Deal(accepted);
        }
        if (_closed)
        {
            _wait.Dispose();
        }
        else if (error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
        {
            _loop.Arm(this, PauseMilliseconds);
        }
        else
        {
            Accept();
        }
    }

    private void Stop()
    {
        if (!_closed)
        {
            _closed = true;
            _loop.Ending -= Stop;
            _loop.Disarm(this);
            try
            {
                while (_socket.Poll(0, SelectMode.SelectRead))
                {
                    Deal(_socket.Accept());
                }
            }
            catch (SocketException)
            {
                // Whoever was in the queue is gone, or the pending accept was faster.
            }
            _socket.Dispose();
        }
        _stopped.TrySetResult();
    }

    private void Deal(Socket accepted)
    {
        Loop owner = _owners[_next];
        _next = (_next + 1) % _owners.Length;
        owner.Post(static state =>
        {
            var (self, owner, accepted) = ((SocketListener, PortableLoop, Socket))state!;
            if (SocketChannel.TryAdopt(owner, accepted) is { } channel)
            {
                self._onAccepted(channel);
            }
        }, (this, (PortableLoop)owner, accepted));
    }
}
