using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>A TCP connection over System.Net.Sockets, for platforms without epoll.</summary>
/// <remarks>
/// Tries first, without blocking, on the loop; only waits are asynchronous, and their ends are posted to the loop. So no buffer of
/// the caller is ever in the hands of another thread, not even when the channel is aborted in the middle.
/// </remarks>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "Closed by Abort and Close, which every channel ends with.")]
internal sealed class SocketChannel : ReadinessChannel
{
    /// <summary>Bytes a waiting write hands to the socket at a time.</summary>
    private const int ChunkSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _readWait = new();
    private readonly SocketAsyncEventArgs _writeWait = new();
    private readonly IPEndPoint? _remote;
    private IPEndPoint? _local;
    private byte[]? _chunk;
    private int _takenByWait;
    private bool _readWaiting, _writeWaiting, _disposeAfterWaits;

    private SocketChannel(PortableLoop loop, Socket socket)
        : base(loop)
    {
        _socket = socket;
        _remote = EndPointOf(static s => s.RemoteEndPoint);
        _readWait.SetBuffer(Memory<byte>.Empty);
        _readWait.Completed += (_, _) => Loop.Post(static state => ((SocketChannel)state!).OnReadWaited(), this);
        _writeWait.Completed += (_, _) => Loop.Post(static state => ((SocketChannel)state!).OnWriteWaited(), this);
        loop.OpenChannels.Add(this);
    }

    /// <summary>Takes over an accepted socket; null (and the socket closed) when its peer is gone already.</summary>
    public static SocketChannel? TryAdopt(PortableLoop loop, Socket socket)
    {
        try
        {
            socket.Blocking = false;
            socket.NoDelay = true;
            return new SocketChannel(loop, socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public override IPEndPoint? RemoteEndPoint => _remote;

    public override IPEndPoint? LocalEndPoint => _local ??= IsClosed ? null : EndPointOf(static s => s.LocalEndPoint);

    protected override int ReceiveCore(Span<byte> buffer) => Receive(buffer, SocketFlags.None);

    protected override int PeekCore()
    {
        Span<byte> one = stackalloc byte[1];
        return Math.Min(Receive(one, SocketFlags.Peek), 0);
    }

    protected override int SendCore(ReadOnlySpan<byte> buffer)
    {
        if (_takenByWait != 0)
        {
            int taken = _takenByWait;
            _takenByWait = 0;
            return taken;
        }
        int n = _socket.Send(buffer, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => n,
            SocketError.WouldBlock or SocketError.IOPending => WouldBlock,
            _ => Failed,
        };
    }

    protected override void WaitReadable()
    {
        if (_readWaiting)
        {
            return;
        }
        _readWaiting = true;
        if (!_socket.ReceiveAsync(_readWait))
        {
            Loop.Post(static state => ((SocketChannel)state!).OnReadWaited(), this);
        }
    }

    protected override void WaitWritable(ReadOnlyMemory<byte> rest)
    {
        _writeWaiting = true;
        _chunk ??= new byte[ChunkSize];
        int length = Math.Min(rest.Length, _chunk.Length);
        rest.Span[..length].CopyTo(_chunk);
        _writeWait.SetBuffer(_chunk, 0, length);
        if (!_socket.SendAsync(_writeWait))
        {
            Loop.Post(static state => ((SocketChannel)state!).OnWriteWaited(), this);
        }
    }

    protected override void ShutdownCore() => TryShutdown(SocketShutdown.Send);

    protected override void ReleaseCore(bool reset)
    {
        ((PortableLoop)Loop).OpenChannels.Remove(this);
        if (reset)
        {
            _socket.Close(0);
            ReleaseWaits();
        }
        else if ((_readWaiting || _writeWaiting) && TryShutdown(SocketShutdown.Both))
        {
            // Disposed under a pending operation the socket would be reset. The shutdown ends the waits; the last one disposes.
            _disposeAfterWaits = true;
        }
        else
        {
            _socket.Dispose();
            ReleaseWaits();
        }
    }

    private void ReleaseWaits()
    {
        _readWait.Dispose();
        _writeWait.Dispose();
    }

    private void DisposeAfterWaits()
    {
        if (_disposeAfterWaits && !_readWaiting && !_writeWaiting)
        {
            _disposeAfterWaits = false;
            _socket.Dispose();
            ReleaseWaits();
        }
    }

    private void OnReadWaited()
    {
        _readWaiting = false;
        DisposeAfterWaits();
        OnReadable();
    }

    private void OnWriteWaited()
    {
        _writeWaiting = false;
        DisposeAfterWaits();
        if (!IsClosed)
        {
            _takenByWait = _writeWait.SocketError == SocketError.Success ? _writeWait.BytesTransferred : Failed;
            OnWritable();
        }
    }

    private int Receive(Span<byte> buffer, SocketFlags flags)
    {
        int n = _socket.Receive(buffer, flags, out SocketError error);
        return error switch
        {
            SocketError.Success => n,
            SocketError.WouldBlock or SocketError.IOPending => WouldBlock,
            SocketError.TimedOut => FailRead(ChannelFault.Timeout),
            _ => FailRead(ChannelFault.Reset),
        };
    }

    private bool TryShutdown(SocketShutdown how)
    {
        try
        {
            _socket.Shutdown(how);
            return true;
        }
        catch (SocketException)
        {
            // The peer was faster; the next read will tell.
            return false;
        }
    }

    private IPEndPoint? EndPointOf(Func<Socket, EndPoint?> get)
    {
        try
        {
            return get(_socket) as IPEndPoint;
        }
        catch (SocketException)
        {
            // Reset already: there is no peer any more to name.
            return null;
        }
    }
}
