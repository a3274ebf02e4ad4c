using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>
/// The writing half of a connection: bytes gather in one rented buffer and leave in one write. The buffer goes back to the pool
/// with every flush, so a stream that pauses holds no memory.
/// </summary>
internal sealed class Http1OutputBuffer(Channel channel, Http1ServerTimer? timer)
{
    /// <summary>A head and a small body.</summary>
    private const int InitialBytes = 4096;

    /// <summary>
    /// Most that gathers without a flush: 1 MiB. An application that needs more has to stream, otherwise a slow client would decide how
    /// much memory it holds.
    /// </summary>
    private const int MaxBytes = 1024 * 1024;

    private byte[]? _buffer;

    /// <summary>First byte not yet sent.</summary>
    public int Start { get; set; }

    /// <summary>Behind the last byte written.</summary>
    public int End { get; set; }

    public bool IsEmpty => Start == End;

    /// <summary>Bytes handed to the channel since the last reset by the owner.</summary>
    public long BytesSent { get; set; }

    /// <summary>Whether a flush waits for the peer.</summary>
    public bool IsFlushing { get; private set; }

    /// <summary>Makes room for at least <paramref name="count"/> bytes behind <see cref="End"/>.</summary>
    public void EnsureFree(int count)
    {
        if (IsFlushing)
        {
            throw new InvalidOperationException("The previous flush has to be awaited before more is written.");
        }

        if (_buffer is null)
        {
            _buffer = LoopBufferPool.Instance.Rent(Math.Max(count, InitialBytes));
            return;
        }

        if (_buffer.Length - End < count)
        {
            Grow(count);
        }
    }

    /// <summary>Free bytes behind <see cref="End"/>.</summary>
    public int Free => _buffer is null ? 0 : _buffer.Length - End;

    public Memory<byte> FreeMemory(int count) => _buffer.AsMemory(End, count);

    /// <summary>Room for exactly <paramref name="count"/> bytes, counted as written.</summary>
    public Span<byte> Append(int count)
    {
        EnsureFree(count);
        Span<byte> room = _buffer.AsSpan(End, count);
        End += count;
        return room;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    /// <summary>Written bytes at a position, for filling in what is known only later.</summary>
    public Span<byte> At(int position, int count) => _buffer.AsSpan(position, count);

    /// <summary>Sends everything in one write. False when the channel failed.</summary>
    public ValueTask<bool> FlushAsync()
    {
        if (IsEmpty)
        {
            Release();
            return new ValueTask<bool>(channel.Fault == ChannelFault.None);
        }

        int count = End - Start;
        ValueTask<bool> write = channel.WriteAsync(_buffer.AsMemory(Start, count));
        BytesSent += count;
        Start = End = 0;
        if (!write.IsCompleted)
        {
            return AwaitAsync(write, count);
        }

        Release();
        return write;
    }

    /// <summary>Drops what was not sent and gives the buffer back.</summary>
    public void Release()
    {
        Start = End = 0;
        if (_buffer is not null && !IsFlushing)
        {
            LoopBufferPool.Instance.Return(_buffer);
            _buffer = null;
        }
    }

    /// <summary>The peer is slower than we are: an own method, so that the usual flush needs no state machine.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> AwaitAsync(ValueTask<bool> write, int count)
    {
        IsFlushing = true;
        timer?.BeginWrite(count);
        bool sent = await write.ConfigureAwait(false);
        timer?.EndWrite();
        IsFlushing = false;
        Release();
        return sent;
    }

    private void Grow(int count)
    {
        int needed = End + count;
        if (needed > MaxBytes)
        {
            throw new InvalidOperationException("More than 1 MiB was written without a flush.");
        }

        byte[] larger = LoopBufferPool.Instance.Rent(Math.Max(needed, _buffer!.Length * 2));
        _buffer.AsSpan(Start, End - Start).CopyTo(larger.AsSpan(Start));
        LoopBufferPool.Instance.Return(_buffer);
        _buffer = larger;
    }
}
