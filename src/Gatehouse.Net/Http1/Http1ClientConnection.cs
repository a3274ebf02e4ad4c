using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Client side of an HTTP/1.x connection: one request at a time, reusable when both sides allow it. Timeouts are the caller's:
/// <see cref="Abort"/> ends whatever is pending.
/// </summary>
public sealed partial class Http1ClientConnection : IHttp1TrailerReceiver
{
    private readonly Http1ClientLimits _limits;
    private readonly Http1MessageWriter _writer;
    private bool _asksToClose, _asksForUpgrade, _answersHead;

    /// <summary>Takes over a connected channel.</summary>
    public Http1ClientConnection(Channel channel, Http1ClientLimits limits)
    {
        Channel = channel;
        _limits = limits;
        _writer = new Http1MessageWriter(channel, timer: null);
        _inbound = new Http1Inbound(channel);
        _head = new Http1ResponseHead(limits);
        _onReadable = OnReadable;
        var bodyLimits = new Http1BodyLimits(
            ResponseExtensionBytes, ResponseTotalExtensionBytes, limits.MaxTrailerBytes, limits.MaxHeaders, RefuseForbiddenTrailers: false);
        _body = new Http1BodyReader(_inbound, bodyLimits, this, timer: null);
    }

    /// <summary>The bytes beneath.</summary>
    public Channel Channel { get; }

    /// <summary>Number of requests begun so far.</summary>
    public int RequestCount { get; private set; }

    /// <summary>Fields that were dropped on this connection because their name or value could have split a request.</summary>
    public int DroppedFieldCount => _writer.DroppedFields;

    /// <summary>Bytes handed to the transport for this request.</summary>
    public long BytesSent => _writer.BytesSent;

    /// <summary>
    /// Whether request and response are complete and both sides keep the connection alive, with nothing unread behind. Never
    /// again true after anything odd.
    /// </summary>
    public bool IsReusable => Channel.Fault == ChannelFault.None && _inbound.IsEmpty && !_isBroken && !_writer.IsFailed
        && (RequestCount == 0 || (_writer.IsComplete && !_writer.IsFlushing && IsResponseComplete && _head.Framing.KeepAlive && !_asksToClose));

    /// <summary>Place of this connection in its pool.</summary>
    internal Http1IdleEntry? PoolEntry { get; set; }

    /// <summary>Begins a request, or replaces the head of one of which nothing has been sent.</summary>
    public void StartHead(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        RequestCount++;
        _asksToClose = _asksForUpgrade = false;
        _answersHead = method.SequenceEqual("HEAD"u8);
        _writer.BeginExchange();
        BeginResponse();
        if (!Http1Characters.IsToken(method) || target.IsEmpty || target.ContainsAnyExcept(Http1Characters.Target))
        {
            // Nobody upstream of this may be able to write a second request line.
            _writer.Fail();
        }

        Http1OutputBuffer output = _writer.StartHead();
        Span<byte> line = output.Append(method.Length + target.Length + 12);
        method.CopyTo(line);
        line[method.Length] = (byte)' ';
        target.CopyTo(line[(method.Length + 1)..]);
        " HTTP/1.1\r\n"u8.CopyTo(line[(method.Length + target.Length + 1)..]);
    }

    /// <summary>
    /// Writes a field. Content-Length and Transfer-Encoding are the engine's (<see cref="EndHead"/>) and ignored; a Connection
    /// field is sent as it is and its options are honoured.
    /// </summary>
    public void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (Http1FieldNames.Recognise(name))
        {
            case Http1FieldName.ContentLength or Http1FieldName.TransferEncoding or Http1FieldName.KeepAlive or Http1FieldName.ProxyConnection:
                return;
            case Http1FieldName.Connection:
                Http1ConnectionOptions options = Http1ConnectionField.Parse(value);
                _asksToClose |= (options & Http1ConnectionOptions.Close) != 0;
                _asksForUpgrade |= (options & Http1ConnectionOptions.Upgrade) != 0;
                break;
        }

        _writer.WriteField(name, value);
    }

    /// <summary>Writes framing (Content-Length, Transfer-Encoding) and the blank line. Kinds: None, Length, Chunked.</summary>
    public void EndHead(Http1BodyKind kind, long contentLength)
    {
        if (kind is not (Http1BodyKind.None or Http1BodyKind.Length or Http1BodyKind.Chunked))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A request has no body, a length, or chunks.");
        }

        _writer.EndHead(kind, contentLength, discardsBody: false);
    }

    /// <summary>Memory for body bytes: at least one, usually <paramref name="sizeHint"/> or more (up to 16 KiB).</summary>
    public Memory<byte> GetBodyMemory(int sizeHint) => _writer.GetBodyMemory(sizeHint);

    /// <summary>Counts <paramref name="count"/> bytes of that memory as body. More than declared aborts the connection.</summary>
    public void AdvanceBody(int count) => _writer.AdvanceBody(count);

    /// <summary>Sends what was written; false when the channel failed. Await before writing on.</summary>
    public ValueTask<bool> FlushAsync() => _writer.FlushAsync();

    /// <summary>Appends a trailer field, before <see cref="CompleteAsync"/>; ignored unless the body is chunked.</summary>
    public void WriteTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _writer.WriteTrailer(name, value);

    /// <summary>Ends the request body and flushes. Fewer bytes than declared: aborts and returns false.</summary>
    public ValueTask<bool> CompleteAsync() => _writer.CompleteAsync();

    /// <summary>Fails everything pending and closes.</summary>
    public void Abort(ChannelFault fault)
    {
        _isBroken = true;
        Channel.Abort(fault);
        Release();
    }

    /// <summary>Closes in good order.</summary>
    public void Close()
    {
        _isBroken = true;
        Channel.Close();
        Release();
    }

    private void Release()
    {
        _inbound.Release();
        _writer.Release();
    }
}
