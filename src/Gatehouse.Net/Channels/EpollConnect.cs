using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Loops;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary>One attempt to connect on an epoll loop: ends with the event, the timer, or the loop, whichever is first.</summary>
internal sealed unsafe class EpollConnect : LoopTimer, IEpollTarget
{
    private readonly EpollLoop _loop;
    private readonly IPEndPoint _endPoint;
    private readonly LoopCompletion<ConnectOutcome> _done;
    private int _fd = -1;
    private ulong _key;

    private EpollConnect(EpollLoop loop, IPEndPoint endPoint)
    {
        _loop = loop;
        _endPoint = endPoint;
        _done = new LoopCompletion<ConnectOutcome>(loop);
    }

    /// <summary>Connects, for at most so many milliseconds.</summary>
    public static ValueTask<ConnectOutcome> StartAsync(EpollLoop loop, IPEndPoint endPoint, int timeoutMilliseconds)
        => new EpollConnect(loop, endPoint).StartAsync(timeoutMilliseconds);

    void IEpollTarget.OnEpoll(uint flags)
    {
        if (!_done.IsPending || (flags & (LinuxConstants.Out | LinuxConstants.Error | LinuxConstants.HangUp)) == 0)
        {
            return;
        }
        int error = 0;
        int length = sizeof(int);
        if (Libc.GetSocketOption(_fd, LinuxConstants.LevelSocket, LinuxConstants.SocketError, &error, &length) != 0)
        {
            error = Libc.LastError;
        }
        if (error == 0)
        {
            _loop.Disarm(this);
            _done.Complete(new ConnectOutcome(EpollChannel.Connected(_loop, _fd, _key, _endPoint, flags), ChannelFault.None));
        }
        else
        {
            Fail(SocketErrors.ConnectFault(error));
        }
    }

    void IEpollTarget.OnLoopEnd() => Fail(ChannelFault.Aborted);

    protected internal override void OnElapsed() => Fail(ChannelFault.Timeout);

    private ValueTask<ConnectOutcome> StartAsync(int timeoutMilliseconds)
    {
        int error = Begin();
        if (error is not 0 and not Errno.InProgress and not Errno.Interrupted)
        {
            Release();
            return new(new ConnectOutcome(null, SocketErrors.ConnectFault(error)));
        }
        // Also a connection that is there already (loopback) is reported by the registration's first event.
        _loop.Arm(this, timeoutMilliseconds);
        return _done.Start();
    }

    private int Begin()
    {
        bool v6 = _endPoint.AddressFamily == AddressFamily.InterNetworkV6;
        _fd = Libc.Socket(v6 ? LinuxConstants.FamilyIPv6 : LinuxConstants.FamilyIPv4, LinuxConstants.StreamNonBlockingCloseOnExec, 0);
        if (_fd < 0)
        {
            return Libc.LastError;
        }
        int on = 1;
        _ = Libc.SetSocketOption(_fd, LinuxConstants.LevelTcp, LinuxConstants.NoDelay, &on, sizeof(int));
        byte* address = stackalloc byte[SocketAddress.MaxLength];
        int length = SocketAddress.Write(_endPoint, new Span<byte>(address, SocketAddress.MaxLength));
        int error = Libc.Connect(_fd, address, length) == 0 ? 0 : Libc.LastError;
        // Registered after connect: a socket that is not connecting yet would report a hang-up at once.
        _key = _loop.AddStream(_fd, this);
        return _key == 0 ? Errno.OutOfMemory : error;
    }

    private void Fail(ChannelFault fault)
    {
        Release();
        if (_done.IsPending)
        {
            _done.Complete(new ConnectOutcome(null, fault));
        }
    }

    private void Release()
    {
        _loop.Disarm(this);
        if (_key != 0)
        {
            _loop.Remove(_key);
            _key = 0;
        }
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
        }
    }
}
