using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// The one state machine of every channel that knows "try" and "wait until it is worth trying": at most one read and one
/// write wait, each with a completion of its own that is used again and again.
/// </summary>
/// <remarks>
/// A failed write does not end the channel: what the peer sent before it stopped listening (an early answer to a request
/// whose body it does not want) can still be read. A failed read does.
/// </remarks>
internal abstract class ReadinessChannel : Channel
{
    protected const int WouldBlock = -2;
    protected const int Failed = -1;

    private readonly LoopCompletion<int> _read;
    private readonly LoopCompletion<bool> _write;
    private Memory<byte> _readBuffer;
    private ReadOnlyMemory<byte> _writeRest;
    private ChannelFault _fault;
    private bool _closed;
    private bool _writeFailed;
    private bool _shutdownWanted;

    protected ReadinessChannel(Loop loop)
    {
        Loop = loop;
        _read = new LoopCompletion<int>(loop);
        _write = new LoopCompletion<bool>(loop);
    }

    public sealed override Loop Loop { get; }

    public sealed override ChannelFault Fault => _fault;

    protected bool IsClosed => _closed;

    public sealed override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        CheckFree(_read.IsBusy);
        if (!Loop.TrySpendOperation())
        {
            _readBuffer = buffer;
            ValueTask<int> later = _read.Start();
            Loop.Post(static state => ((ReadinessChannel)state!).OnReadable(), this);
            return later;
        }
        int n = Read(buffer.Span);
        if (n != WouldBlock)
        {
            return new ValueTask<int>(n);
        }
        _readBuffer = buffer;
        ValueTask<int> read = _read.Start();
        WaitReadable();
        return read;
    }

    public sealed override int TryRead(Span<byte> buffer)
    {
        CheckFree(_read.IsBusy);
        return Read(buffer);
    }

    public sealed override ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        CheckFree(_write.IsBusy);
        _writeRest = buffer;
        if (!Loop.TrySpendOperation())
        {
            ValueTask<bool> later = _write.Start();
            Loop.Post(static state => ((ReadinessChannel)state!).OnWritable(), this);
            return later;
        }
        if (TryFinishWrite() is { } done)
        {
            return new ValueTask<bool>(done);
        }
        ValueTask<bool> write = _write.Start();
        WaitWritable(_writeRest);
        return write;
    }

    public sealed override ValueTask ShutdownAsync()
    {
        _shutdownWanted = true;
        if (!_closed && !_writeFailed && !_write.IsPending)
        {
            ShutdownCore();
        }
        return ValueTask.CompletedTask;
    }

    public sealed override void Abort(ChannelFault fault) => End(fault == ChannelFault.None ? ChannelFault.Aborted : fault, reset: true);

    public sealed override void Close()
    {
        // An orderly close is a fault only to those who still wait for something.
        End(_read.IsPending || _write.IsPending ? ChannelFault.Aborted : ChannelFault.None, reset: false);
    }

    /// <summary>Bytes read (1…), 0 at the end, <see cref="WouldBlock"/>, or <see cref="FailRead"/>. Never an empty buffer.</summary>
    protected abstract int ReceiveCore(Span<byte> buffer);

    /// <summary>0 when a read would not block, <see cref="WouldBlock"/>, or <see cref="FailRead"/>.</summary>
    protected abstract int PeekCore();

    /// <summary>Bytes taken (1…), <see cref="WouldBlock"/> or <see cref="Failed"/>. Never an empty buffer.</summary>
    protected abstract int SendCore(ReadOnlySpan<byte> buffer);

    /// <summary>Sees to it that <see cref="OnReadable"/> is called on the loop once reading is worth another try.</summary>
    protected abstract void WaitReadable();

    /// <summary>
    /// Sees to it that <see cref="OnWritable"/> is called on the loop once writing is worth another try. A transport that can
    /// only wait by writing takes the head of <paramref name="rest"/>, and owns up to it in the next <see cref="SendCore"/>.
    /// </summary>
    protected abstract void WaitWritable(ReadOnlyMemory<byte> rest);

    protected abstract void ShutdownCore();

    /// <summary>Gives the transport back; called once. <paramref name="reset"/> tells the peer that it ended badly.</summary>
    protected abstract void ReleaseCore(bool reset);

    protected int FailRead(ChannelFault fault)
    {
        End(fault, reset: false);
        return Failed;
    }

    protected void OnReadable()
    {
        if (!_read.IsPending)
        {
            return;
        }
        int n = Read(_readBuffer.Span);
        if (n == WouldBlock)
        {
            WaitReadable();
        }
        else if (_read.IsPending)
        {
            _readBuffer = default;
            _read.Complete(n);
        }
    }

    protected void OnWritable()
    {
        if (!_write.IsPending)
        {
            return;
        }
        if (TryFinishWrite() is not { } done)
        {
            WaitWritable(_writeRest);
            return;
        }
        if (_shutdownWanted && done)
        {
            ShutdownCore();
        }
        _write.Complete(done);
    }

    /// <summary>Tells whoever asked that the peer is gone, unless a read or write has told already.</summary>
    protected void OnReset()
    {
        if (!_closed)
        {
            PeerReset?.Invoke();
        }
    }

    /// <summary>Tells whoever asked that the peer sends nothing more.</summary>
    protected void OnEnded()
    {
        if (!_closed)
        {
            PeerEnded?.Invoke();
        }
    }

    /// <summary>Worse than any fault is an operation on the wrong thread; the check costs a nanosecond.</summary>
    private void CheckFree(bool busy)
    {
        if (busy || !Loop.IsCurrent)
        {
            throw new InvalidOperationException(busy
                ? "One operation of a kind at a time."
                : "A channel is used on the thread of its loop only.");
        }
    }

    private int Read(Span<byte> buffer)
    {
        if (_closed)
        {
            SetFault(ChannelFault.Aborted);
            return Failed;
        }
        return buffer.IsEmpty ? PeekCore() : ReceiveCore(buffer);
    }

    /// <summary>Null while the transport takes no more.</summary>
    private bool? TryFinishWrite()
    {
        while (!_closed && !_writeFailed && !_writeRest.IsEmpty)
        {
            int n = SendCore(_writeRest.Span);
            if (n == WouldBlock)
            {
                return null;
            }
            if (n < 0)
            {
                _writeFailed = true;
                SetFault(ChannelFault.Reset);
                break;
            }
            _writeRest = _writeRest[n..];
        }
        _writeRest = default;
        if (_closed)
        {
            SetFault(ChannelFault.Aborted);
        }
        return !_closed && !_writeFailed;
    }

    private void End(ChannelFault fault, bool reset)
    {
        if (_closed)
        {
            return;
        }
        _closed = true;
        if (fault != ChannelFault.None)
        {
            SetFault(fault);
        }
        ReleaseCore(reset);
        _readBuffer = default;
        _writeRest = default;
        if (_read.IsPending)
        {
            _read.CompleteLater(Failed);
        }
        if (_write.IsPending)
        {
            _write.CompleteLater(false);
        }
    }

    private void SetFault(ChannelFault fault)
    {
        if (_fault == ChannelFault.None)
        {
            _fault = fault;
        }
    }
}
