namespace Gatehouse.Net.Http1;

/// <summary>Reads response heads (RFC 9112 §4) line by line, interim ones and the final one, and passes fields on.</summary>
internal sealed class Http1ResponseHead(Http1ClientLimits limits)
{
    private Http1LineFinder _finder;
    private Http1ResponseFraming _framing;
    private int _fields, _bytesLeft, _minorVersion;
    private bool _hasLine;

    public int Status { get; private set; }

    /// <summary>Why <see cref="Parse"/> refused: over the limits, or (false) malformed.</summary>
    public bool IsTooLarge { get; private set; }

    public ref readonly Http1ResponseFraming Framing => ref _framing;

    public void Reset()
    {
        _finder.Reset();
        _framing = default;
        _fields = 0;
        _bytesLeft = limits.MaxHeaderBytes;
        _hasLine = IsTooLarge = false;
        Status = 0;
    }

    /// <summary>Takes what has arrived. Bytes behind the head stay unread.</summary>
    public Http1HeadStatus Parse(Http1Inbound inbound, IHttp1ResponseSink sink, bool answersHead)
    {
        ReadOnlySpan<byte> unread = inbound.Unread;
        int consumed = 0;
        Http1HeadStatus status = Parse(unread, ref consumed, sink, answersHead);
        inbound.Consume(consumed);
        return status;
    }

    private Http1HeadStatus Parse(ReadOnlySpan<byte> unread, ref int consumed, IHttp1ResponseSink sink, bool answersHead)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = unread[consumed..];
            Http1LineResult found = _finder.Find(rest, _bytesLeft, out int length);
            if (found == Http1LineResult.NeedMore)
            {
                // Something that cannot be a response must not be able to make the caller wait for a line end.
                return _hasLine || IsPrefix(rest) ? Http1HeadStatus.NeedMore : Http1HeadStatus.Rejected;
            }

            if (found != Http1LineResult.Line)
            {
                IsTooLarge = found == Http1LineResult.TooLong && (_hasLine || IsPrefix(rest));
                return Http1HeadStatus.Rejected;
            }

            consumed += length + 2;
            _bytesLeft -= length + 2;
            ReadOnlySpan<byte> line = rest[..length];
            if (!_hasLine)
            {
                if (!ParseStatusLine(line, sink))
                {
                    return Http1HeadStatus.Rejected;
                }
            }
            else if (length == 0)
            {
                return _framing.Complete(Status, _minorVersion, answersHead) ? Http1HeadStatus.Complete : Http1HeadStatus.Rejected;
            }
            else if (!ParseField(line, sink))
            {
                return Http1HeadStatus.Rejected;
            }
        }
    }

    private static bool IsPrefix(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> protocol = "HTTP/1."u8;
        int count = Math.Min(start.Length, protocol.Length);
        return start[..count].SequenceEqual(protocol[..count]);
    }

    private bool ParseStatusLine(ReadOnlySpan<byte> line, IHttp1ResponseSink sink)
    {
        // HTTP/1.x SP 3DIGIT [ SP reason-phrase ]
        bool valid = line.Length >= 12 && IsPrefix(line) && line[7] is (byte)'0' or (byte)'1' && line[8] == ' '
            && line[9] is >= (byte)'1' and <= (byte)'9' && Http1Characters.IsDigit(line[10]) && Http1Characters.IsDigit(line[11])
            && (line.Length == 12 || (line[12] == ' ' && Http1Characters.IsFieldValue(line[13..])));
        if (!valid)
        {
            return false;
        }

        _hasLine = true;
        _minorVersion = line[7] - '0';
        Status = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        sink.OnStatusLine(Status, _minorVersion);
        return true;
    }

    private bool ParseField(ReadOnlySpan<byte> line, IHttp1ResponseSink sink)
    {
        if (++_fields > limits.MaxHeaders)
        {
            IsTooLarge = true;
            return false;
        }

        bool valid = Http1FieldLine.Parse(line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) == Http1Rejection.None
            && _framing.Add(name, value, _minorVersion);
        if (valid)
        {
            sink.OnHeader(name, value);
        }

        return valid;
    }
}
