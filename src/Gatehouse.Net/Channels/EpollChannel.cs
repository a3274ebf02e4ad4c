using System.Net;
using Gatehouse.Net.Loops;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary>A TCP connection on an <see cref="EpollLoop"/>.</summary>
/// <remarks>
/// Edge-triggered: the kernel says "readable" once per arrival, so <see cref="_readable"/> stays true until a read proves the
/// opposite (EAGAIN, or fewer bytes than asked for). The one case where a short read proves nothing is a FIN
/// that has been announced already: no further edge will come for it.
/// </remarks>
internal sealed unsafe class EpollChannel : ReadinessChannel, IEpollTarget
{
    private const uint PeerGone = LinuxConstants.ReadHangUp | LinuxConstants.HangUp | LinuxConstants.Error;

    // Without a FIN of ours, which would make a hang-up of the peer's, these come of an RST or of the network giving up.
    private const uint Broken = LinuxConstants.HangUp | LinuxConstants.Error;

    private readonly EpollLoop _loop;
    private readonly ulong _key;
    private int _fd;
    private bool _readable;
    private bool _announced;
    private bool _writable = true;
    private bool _peerEnded;
    private IPEndPoint? _local;

    private EpollChannel(EpollLoop loop, int fd, ulong key, IPEndPoint? remote, bool readable)
        : base(loop)
    {
        _loop = loop;
        _fd = fd;
        _readable = readable;
        _key = key != 0 ? key : loop.AddStream(fd, this);
        RemoteEndPoint = remote;
    }

    public override IPEndPoint? RemoteEndPoint { get; }

    public override bool HasPeerEnded => _peerEnded;

    public override IPEndPoint? LocalEndPoint => _local ??= _fd >= 0 ? SocketAddress.LocalOf(_fd) : null;

    /// <summary>Takes over an accepted descriptor; null (and the descriptor closed) when epoll refuses it.</summary>
    public static EpollChannel? Accepted(EpollLoop loop, int fd, IPEndPoint? remote)
    {
        // A client usually sends at once: the first read is worth a try before any event.
        var channel = new EpollChannel(loop, fd, key: 0, remote, readable: true);
        if (channel._key != 0)
        {
            return channel;
        }
        channel.Close();
        return null;
    }

    /// <summary>
    /// Takes over a connected descriptor that is registered under <paramref name="key"/> already. Unlike on the accepted side,
    /// what can be read has been reported: in <paramref name="flags"/>, or it will be.
    /// </summary>
    public static EpollChannel Connected(EpollLoop loop, int fd, ulong key, IPEndPoint remote, uint flags)
    {
        var channel = new EpollChannel(loop, fd, key, remote, readable: (flags & ~LinuxConstants.Out) != 0)
        {
            _peerEnded = (flags & PeerGone) != 0,
        };
        loop.Retarget(key, channel);
        return channel;
    }

    void IEpollTarget.OnEpoll(uint flags)
    {
        _peerEnded |= (flags & PeerGone) != 0;
        if ((flags & (LinuxConstants.In | PeerGone)) != 0)
        {
            _readable = _announced = true;
            OnReadable();
        }
        if ((flags & (LinuxConstants.Out | LinuxConstants.HangUp | LinuxConstants.Error)) != 0)
        {
            _writable = true;
            OnWritable();
        }
        if ((flags & Broken) != 0)
        {
            OnReset();
        }
        if ((flags & LinuxConstants.ReadHangUp) != 0)
        {
            OnEnded();
        }
    }

    void IEpollTarget.OnLoopEnd() => Abort(ChannelFault.Aborted);

    protected override int ReceiveCore(Span<byte> buffer)
    {
        if (!_readable)
        {
            return WouldBlock;
        }
        int n = Receive(buffer, flags: 0);
        _announced = false;
        if (n > 0 && n < buffer.Length && !_peerEnded)
        {
            _readable = false;
        }
        return n;
    }

    /// <summary>Costs a system call only when it is not known from epoll: right after accepting, or after a read that filled its buffer.</summary>
    protected override int PeekCore()
    {
        if (!_readable || _announced)
        {
            return _readable ? 0 : WouldBlock;
        }
        Span<byte> one = stackalloc byte[1];
        return Math.Min(Receive(one, LinuxConstants.MessagePeek), 0);
    }

    protected override int SendCore(ReadOnlySpan<byte> buffer)
    {
        if (!_writable)
        {
            return WouldBlock;
        }
        while (true)
        {
            nint n;
            fixed (byte* p = buffer)
            {
                n = Libc.Send(_fd, p, (nuint)buffer.Length, LinuxConstants.MessageNoSignal);
            }
            if (n >= 0)
            {
                return (int)n;
            }
            switch (Libc.LastError)
            {
                case Errno.Interrupted:
                    continue;
                case Errno.Again:
                    _writable = false;
                    return WouldBlock;
                default:
                    return Failed;
            }
        }
    }

    // Nothing to arrange: the registration reports every edge.
    protected override void WaitReadable()
    {
    }

    protected override void WaitWritable(ReadOnlyMemory<byte> rest)
    {
    }

    protected override void ShutdownCore() => _ = Libc.Shutdown(_fd, LinuxConstants.ShutdownWrite);

    protected override void ReleaseCore(bool reset)
    {
        int fd = _fd;
        _fd = -1;
        if (reset)
        {
            // l_onoff = 1, l_linger = 0: close sends RST and drops what is unsent.
            ulong linger = BitConverter.IsLittleEndian ? 1UL : 1UL << 32;
            _ = Libc.SetSocketOption(fd, LinuxConstants.LevelSocket, LinuxConstants.Linger, &linger, sizeof(ulong));
        }
        if (_key != 0)
        {
            _loop.Remove(_key);
        }
        // Never repeated, not even after EINTR: Linux has freed the number by then.
        _ = Libc.Close(fd);
    }

    private int Receive(Span<byte> buffer, int flags)
    {
        while (true)
        {
            nint n;
            fixed (byte* p = buffer)
            {
                n = Libc.Receive(_fd, p, (nuint)buffer.Length, flags);
            }
            if (n >= 0)
            {
                return (int)n;
            }
            switch (Libc.LastError)
            {
                case Errno.Interrupted:
                    continue;
                case Errno.Again:
                    _readable = false;
                    return WouldBlock;
                case Errno.TimedOut:
                    return FailRead(ChannelFault.Timeout);
                default:
                    return FailRead(ChannelFault.Reset);
            }
        }
    }
}
