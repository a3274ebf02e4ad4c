using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>
/// The reading half of a connection: one buffer, rented only while it holds bytes, and one way to wait for more.
/// </summary>
/// <remarks>
/// A wait never hands memory to the channel (zero-byte read, then <see cref="Channel.TryRead"/>). So idle connections hold no
/// buffer, and a wait that timed out can be abandoned: the channel's pending read has nothing to write into, and the next wait
/// simply joins it.
/// </remarks>
internal sealed class Http1Inbound
{
    /// <summary>Result of a wait that <see cref="CancelWait"/> ended.</summary>
    public const int Cancelled = -2;

    /// <summary>Nothing is there now.</summary>
    public const int Nothing = -2;

    /// <summary>A typical request with its header fields fits twice.</summary>
    private const int InitialBytes = 4096;

    private readonly Channel _channel;
    private readonly Action _onReadable;
    private readonly Http1Completion<int> _wait = new();
    private ValueTaskAwaiter<int> _outstanding;
    private bool _isOutstanding;
    private byte[]? _buffer;
    private int _start, _end;

    public Http1Inbound(Channel channel)
    {
        _channel = channel;
        _onReadable = OnReadable;
    }

    /// <summary>Bytes read from the channel and not consumed.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public bool IsEmpty => _start == _end;

    /// <summary>All bytes ever consumed on this connection, direct reads included.</summary>
    public long Consumed { get; private set; }

    public void Consume(int count)
    {
        _start += count;
        Consumed += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Forgets what was read; returns how much that was.</summary>
    public int Discard()
    {
        int count = _end - _start;
        Consume(count);
        return count;
    }

    /// <summary>Gives the buffer back when nothing is in it.</summary>
    public void ReleaseIfEmpty()
    {
        if (_buffer is not null && IsEmpty)
        {
            LoopBufferPool.Instance.Return(_buffer);
            _buffer = null;
        }
    }

    /// <summary>Gives the buffer back with whatever is in it; for the end of the connection.</summary>
    public void Release()
    {
        _start = _end = 0;
        ReleaseIfEmpty();
    }

    /// <summary>
    /// Waits until a read would not block: 0 or more when so (also at the end of the stream), −1 when the channel failed,
    /// <see cref="Cancelled"/> after <see cref="CancelWait"/>. One wait at a time.
    /// </summary>
    public ValueTask<int> WaitAsync()
    {
        if (!_isOutstanding)
        {
            ValueTask<int> readable = _channel.ReadAsync(Memory<byte>.Empty);
            if (readable.IsCompleted)
            {
                return readable;
            }

            _isOutstanding = true;
            ValueTask<int> result = _wait.Start();
            _outstanding = readable.GetAwaiter();
            _outstanding.UnsafeOnCompleted(_onReadable);
            return result;
        }

        return _wait.Start();
    }

    /// <summary>Ends a pending wait with <see cref="Cancelled"/>.</summary>
    public void CancelWait()
    {
        if (_wait.IsPending)
        {
            _wait.Complete(Cancelled);
        }
    }

    /// <summary>Reads into the buffer without waiting: number of bytes, 0 at the end, −1 failed, <see cref="Nothing"/>.</summary>
    public int TryFill(int sizeHint = InitialBytes)
    {
        EnsureFree(sizeHint);
        int read = _channel.TryRead(_buffer.AsSpan(_end));
        if (read > 0)
        {
            _end += read;
        }
        else
        {
            ReleaseIfEmpty();
        }

        return read;
    }

    /// <summary>Reads past the buffer, which must be empty, into the caller's memory. Results as <see cref="TryFill"/>.</summary>
    public int TryReadDirect(Span<byte> destination)
    {
        int read = _channel.TryRead(destination);
        if (read > 0)
        {
            Consumed += read;
        }

        return read;
    }

    /// <summary>Moves buffered bytes to the caller.</summary>
    public int CopyTo(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _end - _start);
        Unread[..count].CopyTo(destination);
        Consume(count);
        return count;
    }

    private void EnsureFree(int sizeHint)
    {
        if (_buffer is null)
        {
            _buffer = LoopBufferPool.Instance.Rent(sizeHint);
            return;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        int unread = _end - _start;
        byte[] target = _start >= _buffer.Length / 2 ? _buffer : LoopBufferPool.Instance.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, unread).CopyTo(target);
        if (!ReferenceEquals(target, _buffer))
        {
            LoopBufferPool.Instance.Return(_buffer);
            _buffer = target;
        }

        _start = 0;
        _end = unread;
    }

    private void OnReadable()
    {
        _isOutstanding = false;
        int result = _outstanding.GetResult();
        _outstanding = default;
        if (_wait.IsPending)
        {
            _wait.Complete(result);
        }
    }
}
