using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Writes one message after another: head, framing, body. Both sides use it; what differs between a request and a response
/// (start line, Connection, Date) is decided by the connection that owns it.
/// </summary>
/// <remarks>
/// It guards the wire against its own callers: a field that could split the message is dropped and counted, and a body that
/// does not match its declared length aborts the channel, so that a peer can never take it for whole.
/// </remarks>
internal sealed class Http1MessageWriter(Channel channel, Http1ServerTimer? timer)
{
    private readonly Http1OutputBuffer _output = new(channel, timer);
    private Http1ChunkWriter _chunk;
    private Http1BodyKind _kind;
    private long _remaining;
    private int _messageStart;
    private bool _inTrailers, _discardsBody;

    /// <summary>Bytes handed to the channel since <see cref="BeginExchange"/>.</summary>
    public long BytesSent => _output.BytesSent;

    /// <summary>Whether a start line was begun and its head not ended.</summary>
    public bool IsInHead { get; private set; }

    /// <summary>Whether the final head was ended.</summary>
    public bool HasHead { get; private set; }

    /// <summary>Whether a byte of the final message went to the channel.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether the message was ended and handed to the channel.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the message was broken off; nothing more is sent.</summary>
    public bool IsFailed { get; private set; }

    public bool IsFlushing => _output.IsFlushing;

    /// <summary>Fields dropped on this connection because name or value could have split the message.</summary>
    public int DroppedFields { get; private set; }

    /// <summary>Forgets the previous message.</summary>
    public void BeginExchange()
    {
        _output.BytesSent = 0;
        HasStarted = HasHead = IsInHead = IsComplete = false;
        _messageStart = _output.Start;
        ResetBody();
    }

    /// <summary>Begins a head, in place of one that was written and not sent. Returns the buffer for the start line.</summary>
    public Http1OutputBuffer StartHead()
    {
        if (HasStarted)
        {
            Fail();
        }

        _output.End = Math.Max(_messageStart, _output.Start);
        ResetBody();
        HasHead = false;
        IsInHead = true;
        return _output;
    }

    /// <summary>Appends a field of the caller, unless it is not a field.</summary>
    public void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Http1Characters.IsToken(name) && Http1Characters.IsFieldValue(value))
        {
            AppendField(name, value);
        }
        else
        {
            DroppedFields++;
        }
    }

    /// <summary>Ends an interim head: the next head follows.</summary>
    public void EndInterim(bool send)
    {
        _output.Append("\r\n"u8);
        if (!send)
        {
            _output.End = Math.Max(_messageStart, _output.Start);
        }

        _messageStart = _output.End;
        IsInHead = false;
    }

    /// <summary>
    /// Writes the framing and ends the head. <paramref name="discardsBody"/>: the message has no body whatever the framing says
    /// (an answer to HEAD); body bytes are counted and dropped.
    /// </summary>
    public void EndHead(Http1BodyKind kind, long contentLength, bool discardsBody)
    {
        _kind = kind;
        _discardsBody = discardsBody;
        _remaining = contentLength;
        switch (kind)
        {
            case Http1BodyKind.Length:
                WriteLength(contentLength);
                break;
            case Http1BodyKind.Chunked:
                _output.Append("Transfer-Encoding: chunked\r\n"u8);
                break;
        }

        _output.Append("\r\n"u8);
        IsInHead = false;
        HasHead = true;
    }

    public void WriteLength(long contentLength)
    {
        AppendLengthName();
        Span<byte> digits = stackalloc byte[20];
        contentLength.TryFormat(digits, out int written);
        _output.Append(digits[..written]);
        _output.Append("\r\n"u8);
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes) => _output.Append(bytes);

    /// <summary>Memory for body bytes: at least one, usually <paramref name="sizeHint"/> or more.</summary>
    public Memory<byte> GetBodyMemory(int sizeHint)
    {
        bool chunked = _kind == Http1BodyKind.Chunked && !_discardsBody;
        int overhead = chunked ? Http1ChunkWriter.PrefixBytes + Http1ChunkWriter.SuffixBytes : 0;
        _output.EnsureFree(Math.Clamp(sizeHint, 1, 16 * 1024) + overhead);
        if (chunked && !_chunk.IsOpen)
        {
            _chunk.Open(_output);
        }

        int free = _output.Free - (chunked ? Http1ChunkWriter.SuffixBytes : 0);
        if (_kind == Http1BodyKind.Length)
        {
            free = (int)Math.Min(free, Math.Max(_remaining, 1));
        }

        return _output.FreeMemory(free);
    }

    public void AdvanceBody(int count)
    {
        if (count == 0)
        {
            return;
        }

        bool hasBody = _kind is Http1BodyKind.Length or Http1BodyKind.Chunked or Http1BodyKind.UntilClose;
        if (_kind == Http1BodyKind.Length)
        {
            _remaining -= count;
        }

        if (!HasHead || !hasBody || _inTrailers || count < 0 || count > _output.Free || (_kind == Http1BodyKind.Length && _remaining < 0))
        {
            // One byte more than declared would be the start of the next message: nothing of it goes out.
            if (!_discardsBody)
            {
                Fail();
            }

            return;
        }

        if (!_discardsBody)
        {
            _output.End += count;
        }
    }

    /// <summary>Appends a trailer field; ignored unless the body is chunked.</summary>
    public void WriteTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!HasHead || _kind != Http1BodyKind.Chunked || _discardsBody)
        {
            return;
        }

        if (!Http1Characters.IsToken(name) || !Http1Characters.IsFieldValue(value) || !Http1TrailerRules.IsAllowed(name))
        {
            DroppedFields++;
            return;
        }

        if (!_inTrailers)
        {
            EnterTrailers();
        }

        AppendField(name, value);
    }

    /// <summary>Sends what was written so far.</summary>
    public ValueTask<bool> FlushAsync()
    {
        if (IsFailed)
        {
            return new ValueTask<bool>(false);
        }

        _chunk.Close(_output);
        HasStarted |= HasHead || IsInHead;
        _messageStart = 0;
        return _output.FlushAsync();
    }

    /// <summary>Ends the message and sends what is left. Fewer bytes than declared: aborts and returns false.</summary>
    public ValueTask<bool> CompleteAsync()
    {
        if (IsComplete)
        {
            return FlushAsync();
        }

        if (!HasHead || (_kind == Http1BodyKind.Length && _remaining != 0 && !_discardsBody))
        {
            Fail();
        }

        if (IsFailed)
        {
            return new ValueTask<bool>(false);
        }

        if (_kind == Http1BodyKind.Chunked && !_discardsBody)
        {
            if (!_inTrailers)
            {
                EnterTrailers();
            }

            _output.Append("\r\n"u8);
        }

        IsComplete = true;
        return FlushAsync();
    }

    /// <summary>Breaks the message off.</summary>
    public void Fail()
    {
        IsFailed = true;
        channel.Abort(ChannelFault.Aborted);
    }

    /// <summary>Gives the buffer back; for the end of the connection.</summary>
    public void Release() => _output.Release();

    private void EnterTrailers()
    {
        _chunk.Close(_output);
        _inTrailers = true;
        _output.Append("0\r\n"u8);
    }

    private void AppendLengthName() => _output.Append("Content-Length: "u8);

    private void AppendField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> room = _output.Append(name.Length + value.Length + 4);
        name.CopyTo(room);
        room[name.Length] = (byte)':';
        room[name.Length + 1] = (byte)' ';
        value.CopyTo(room[(name.Length + 2)..]);
        room[^2] = (byte)'\r';
        room[^1] = (byte)'\n';
    }

    private void ResetBody()
    {
        _chunk.Reset();
        _kind = Http1BodyKind.None;
        _remaining = 0;
        _inTrailers = _discardsBody = false;
    }
}
