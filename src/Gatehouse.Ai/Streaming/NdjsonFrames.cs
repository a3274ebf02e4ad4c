using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Streaming;

/// <summary>
/// Cuts newline-delimited JSON at its line feeds: inside JSON text they can only stand between tokens, and nobody who writes this format puts one there. A
/// blank line is a frame like any other, so that the frames together are the stream.
/// </summary>
internal sealed class NdjsonFrames(int maxFrameBytes = SseFrames.DefaultMaxFrameBytes) : IFrameReader
{
    private const int InitialBytes = 4096;
    private const int RetainedBytes = 64 * 1024;

    private byte[] _bytes = new byte[InitialBytes];
    private int _start;
    private int _end;

    // Where the search goes on.
    private int _next;
    private bool _isOver;

    /// <inheritdoc/>
    public int Pending => _end - _start;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> piece)
    {
        Bound(Pending);
        if (_start == _end)
        {
            _start = _end = _next = 0;
            _bytes = _bytes.Length > RetainedBytes ? new byte[InitialBytes] : _bytes;
        }

        if (_bytes.Length - _end < piece.Length)
        {
            MakeRoom(piece.Length);
        }

        piece.CopyTo(_bytes.AsSpan(_end));
        _end += piece.Length;
    }

    /// <inheritdoc/>
    public void End() => _isOver = true;

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        int found = _bytes.AsSpan(_next, _end - _next).IndexOf((byte)'\n');
        if (found >= 0)
        {
            return Take(_next + found + 1, out frame);
        }

        _next = _end;
        Bound(Pending);
        return _isOver && _end > _start && Take(_end, out frame);
    }

    private bool Take(int end, out ReadOnlySpan<byte> frame)
    {
        Bound(end - _start);
        frame = _bytes.AsSpan(_start, end - _start);
        _start = _next = end;
        return true;
    }

    private void MakeRoom(int bytes)
    {
        int pending = Pending;
        byte[] target = _bytes.Length - pending >= bytes ? _bytes : new byte[Math.Max(pending + bytes, _bytes.Length * 2)];
        Buffer.BlockCopy(_bytes, _start, target, 0, pending);
        _bytes = target;
        _next -= _start;
        _start = 0;
        _end = pending;
    }

    private void Bound(int bytes)
    {
        if (bytes > maxFrameBytes)
        {
            throw new AiException(AiErrorKind.VendorFailed, "A line of the provider's stream is too large.");
        }
    }
}
