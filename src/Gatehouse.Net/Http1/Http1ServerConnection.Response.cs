using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>The answer to the current request.</summary>
public sealed partial class Http1ServerConnection
{
    private readonly Http1MessageWriter _writer;
    private readonly TimeProvider _clock;
    private int _status;
    private long _describedLength;
    private bool _describedChunked, _hasDate, _keepAlive, _hasSentContinue, _isTunnel, _listsUpgrade, _hasUpgrade;

    /// <summary>Whether a byte of the final answer was handed to the transport; until then StartHead may begin another one.</summary>
    public bool HasResponseStarted => _writer.HasStarted;

    /// <summary>Bytes handed to the transport for this request, interim heads and framing included.</summary>
    public long BytesSent => _writer.BytesSent;

    /// <summary>Fields that were dropped on this connection because their name or value could have split an answer.</summary>
    public int DroppedFieldCount => _writer.DroppedFields;

    /// <summary>Begins a head (100…999). Replaces an answer of which nothing has been sent yet.</summary>
    public void StartHead(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 999);
        _status = status;
        _describedLength = -1;
        _describedChunked = _hasDate = _listsUpgrade = _hasUpgrade = false;
        Http1StatusLines.Append(_writer.StartHead(), status);
    }

    /// <summary>
    /// Writes a field. Connection fields are the engine's: of theirs only <c>upgrade</c> counts, beside an Upgrade field (426,
    /// RFC 9110 §15.5.22). Content-Length and Transfer-Encoding count only for
    /// <see cref="Http1BodyKind.Described"/>; a name or value that could split the message is dropped and counted.
    /// </summary>
    public void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (Http1FieldNames.Recognise(name))
        {
            case Http1FieldName.Connection:
                _listsUpgrade |= (Http1ConnectionField.Parse(value) & Http1ConnectionOptions.Upgrade) != 0;
                return;
            case Http1FieldName.KeepAlive or Http1FieldName.ProxyConnection:
                return;
            case Http1FieldName.Upgrade:
                _hasUpgrade = true;
                break;
            case Http1FieldName.ContentLength:
                _describedLength = Http1ContentLength.TryParse(value, out long length) ? length : -1;
                return;
            case Http1FieldName.TransferEncoding:
                _describedChunked = true;
                return;
            case Http1FieldName.Date:
                _hasDate = true;
                break;
        }

        _writer.WriteField(name, value);
    }

    /// <summary>Writes framing, Connection and (unless the application did) Date, and the blank line. Nothing is sent yet.</summary>
    public void EndHead(Http1BodyKind kind, long contentLength)
    {
        bool isInformational = _status < 200;
        if (kind == Http1BodyKind.Interim && isInformational && _status != 101)
        {
            // HTTP/1.0 has no interim answers: such a client would take it for the final one.
            _writer.EndInterim(send: MinorVersion == 1);
        }
        else if (kind == Http1BodyKind.Tunnel && _status == 101 && IsUpgradeRequested)
        {
            _isTunnel = true;
            _writer.WriteRaw("Connection: Upgrade\r\n"u8);
            _writer.EndHead(Http1BodyKind.None, 0, discardsBody: false);
        }
        else if (isInformational || kind is Http1BodyKind.Interim or Http1BodyKind.Tunnel)
        {
            // A 1xx as a final answer, or a tunnel nobody asked for, would leave both sides with different ideas of what follows.
            _writer.Fail();
        }
        else
        {
            EndFinalHead(kind, contentLength);
        }
    }

    /// <summary>Memory for body bytes: at least one, usually <paramref name="sizeHint"/> or more (up to 16 KiB).</summary>
    public Memory<byte> GetBodyMemory(int sizeHint) => _writer.GetBodyMemory(sizeHint);

    /// <summary>Counts <paramref name="count"/> bytes of that memory as body. More than declared aborts the connection.</summary>
    public void AdvanceBody(int count) => _writer.AdvanceBody(count);

    /// <summary>Sends what was written; completes when the transport took it. False: the client is gone. Await before writing on.</summary>
    public ValueTask<bool> FlushAsync() => _writer.FlushAsync();

    /// <summary>Appends a trailer field, before <see cref="CompleteAsync"/>; ignored unless the answer is chunked.</summary>
    public void WriteTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _writer.WriteTrailer(name, value);

    /// <summary>Ends the body and flushes. Writing fewer bytes than declared aborts the connection and returns false.</summary>
    public ValueTask<bool> CompleteAsync() => _writer.CompleteAsync();

    /// <summary>The connection closes after this answer.</summary>
    public void CloseAfterResponse() => _closeAfterResponse = true;

    /// <summary>Breaks the connection off in a way the client cannot take for an end.</summary>
    public void Abort(ChannelFault fault) => Channel.Abort(fault);

    /// <summary>After StartHead(101)…EndHead(Tunnel) was flushed: raw bytes both ways, first those already read. The connection ends with the tunnel.</summary>
    public Http1Tunnel BeginTunnel() => _isTunnel && _writer.HasStarted
        ? new Http1Tunnel(Channel, _inbound)
        : throw new InvalidOperationException("A tunnel begins after a flushed 101.");

    private void BeginAnswer()
    {
        _status = 0;
        _keepAlive = _hasSentContinue = _continueDecided = _isTunnel = false;
    }

    private void EndFinalHead(Http1BodyKind kind, long contentLength)
    {
        bool hasNoBody = _head.IsHead || _status is 204 or 304;
        kind = kind switch
        {
            Http1BodyKind.Chunked when MinorVersion == 0 => Http1BodyKind.UntilClose,
            Http1BodyKind.Described when !hasNoBody => Http1BodyKind.None,
            _ => kind,
        };
        if (kind == Http1BodyKind.None && !hasNoBody)
        {
            // Without framing a client would wait for the end of the connection.
            (kind, contentLength) = (Http1BodyKind.Length, 0);
        }

        if (_status == 204)
        {
            kind = Http1BodyKind.None;
        }

        _keepAlive = MayKeepAlive && (kind != Http1BodyKind.UntilClose || hasNoBody);
        WriteConnectionFields();
        if (kind == Http1BodyKind.Described)
        {
            WriteDescription();
        }

        _writer.EndHead(kind, contentLength, discardsBody: hasNoBody);
    }

    /// <summary>
    /// A client that waits for 100 Continue and gets a final answer instead may or may not send its body: the connection cannot be
    /// used again, or body and next request are confused (the Expect family of desynchronisation).
    /// </summary>
    private bool MayKeepAlive => _head.Framing.KeepAlive && !_isRejected && !_isDraining && !_closeAfterResponse
        && _requests < _limits.MaxRequestsPerConnection && _body.Rejection == Http1Rejection.None
        && (!_head.Framing.ExpectsContinue || _hasSentContinue || _body.Total > 0 || _body.IsComplete);

    private bool NamesUpgrade => _listsUpgrade && _hasUpgrade;

    private void WriteConnectionFields()
    {
        if (!_keepAlive)
        {
            _writer.WriteRaw(NamesUpgrade ? "Connection: close, Upgrade\r\n"u8 : "Connection: close\r\n"u8);
        }
        else if (NamesUpgrade)
        {
            _writer.WriteRaw(MinorVersion == 0 ? "Connection: keep-alive, Upgrade\r\n"u8 : "Connection: Upgrade\r\n"u8);
        }
        else if (MinorVersion == 0)
        {
            _writer.WriteRaw("Connection: keep-alive\r\n"u8);
        }

        if (!_hasDate)
        {
            _writer.WriteRaw(Http1DateField.Get(_clock, Channel.Loop.NowMilliseconds));
        }
    }

    private void WriteDescription()
    {
        if (_describedChunked && MinorVersion == 1)
        {
            _writer.WriteRaw("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (_describedLength >= 0)
        {
            _writer.WriteLength(_describedLength);
        }
    }
}
