using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Streaming;

/// <summary>
/// Cuts server-sent events (WHATWG HTML, 9.2.6) at their blank lines. Lines may end with LF, CRLF or CR; a byte order mark at the start of the
/// stream belongs to no frame. Comments and blank lines come as frames too, so that the frames together are the stream.
/// </summary>
internal sealed class SseFrames(int maxFrameBytes = SseFrames.DefaultMaxFrameBytes) : IFrameReader
{
    /// <summary>8 MiB: images and sound come inside single events.</summary>
    public const int DefaultMaxFrameBytes = 8 * 1024 * 1024;

    private const int InitialBytes = 4096;
    private const int RetainedBytes = 64 * 1024;
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    private byte[] _bytes = new byte[InitialBytes];
    private int _start;
    private int _end;

    // Where the search goes on, and where the line begins that it is in.
    private int _next;
    private int _line;
    private bool _endsWithCr;
    private bool _begun;
    private bool _over;

    /// <inheritdoc/>
    public int Pending => _end - _start;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> piece)
    {
        Bound(Pending);
        if (_start == _end)
        {
            Rewind();
        }

        if (_bytes.Length - _end < piece.Length)
        {
            MakeRoom(piece.Length);
        }

        piece.CopyTo(_bytes.AsSpan(_end));
        _end += piece.Length;
    }

    /// <inheritdoc/>
    public void End() => _over = true;

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (!_begun && !SkipByteOrderMark())
        {
            return false;
        }

        while (_next < _end)
        {
            int found = _bytes.AsSpan(_next, _end - _next).IndexOfAny(Lf, Cr);
            if (found < 0)
            {
                _next = _end;
                break;
            }

            int lineEnd = _next + found;
            bool isBlank = lineEnd == _line;
            if (!TryPassLineEnd(lineEnd, isBlank, out int after))
            {
                _next = lineEnd;
                break;
            }

            _next = after;
            _line = after;
            if (isBlank)
            {
                return Take(after, out frame);
            }
        }

        Bound(Pending);
        return _over && _end > _start && Take(_end, out frame);
    }

    /// <summary>
    /// A CR may be half of a CRLF whose rest has not come. A blank line in a stream whose lines end with CR is not waited for: the next byte may be a long
    /// time away.
    /// </summary>
    private bool TryPassLineEnd(int at, bool isBlank, out int after)
    {
        after = at + 1;
        if (_bytes[at] == Lf)
        {
            _endsWithCr = false;
            return true;
        }

        if (isBlank && _endsWithCr)
        {
            return true;
        }

        if (after == _end && !_over)
        {
            return false;
        }

        _endsWithCr = after == _end || _bytes[after] != Lf;
        after += _endsWithCr ? 0 : 1;
        return true;
    }

    private bool Take(int end, out ReadOnlySpan<byte> frame)
    {
        Bound(end - _start);
        frame = _bytes.AsSpan(_start, end - _start);
        _start = end;
        _next = end;
        _line = end;
        return true;
    }

    private bool SkipByteOrderMark()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var head = _bytes.AsSpan(_start, Math.Min(Pending, mark.Length));
        if (!mark.StartsWith(head))
        {
            _begun = true;
            return true;
        }

        if (head.Length < mark.Length)
        {
            _begun = _over;
            return _over;
        }

        _start += mark.Length;
        _next = _start;
        _line = _start;
        _begun = true;
        return true;
    }

    private void Rewind()
    {
        _start = 0;
        _end = 0;
        _next = 0;
        _line = 0;
        if (_bytes.Length > RetainedBytes)
        {
            _bytes = new byte[InitialBytes];
        }
    }

    private void MakeRoom(int bytes)
    {
        int pending = Pending;
        byte[] target = _bytes.Length - pending >= bytes ? _bytes : new byte[Math.Max(pending + bytes, _bytes.Length * 2)];
        Buffer.BlockCopy(_bytes, _start, target, 0, pending);
        _bytes = target;
        _next -= _start;
        _line -= _start;
        _start = 0;
        _end = pending;
    }

    private void Bound(int bytes)
    {
        if (bytes > maxFrameBytes)
        {
            throw new AiException(AiErrorKind.VendorFailed, "An event of the provider's stream is too large.");
        }
    }
}
