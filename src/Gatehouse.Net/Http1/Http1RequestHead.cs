namespace Gatehouse.Net.Http1;

/// <summary>
/// Reads a request head line by line as lines become complete, so that every byte is looked at once and no more than one
/// unfinished line has to be kept. Fields go straight to the application.
/// </summary>
internal sealed class Http1RequestHead
{
    private readonly Http1ServerLimits _limits;
    private Http1LineFinder _finder;
    private Http1RequestFraming _framing;
    private bool _hasLine, _skippedEmptyLine;
    private int _fields, _fieldBytesLeft;

    public Http1RequestHead(Http1ServerLimits limits)
    {
        _limits = limits;
        Reset();
    }

    public Http1Rejection Rejection { get; private set; }

    public int MinorVersion { get; private set; }

    /// <summary>Whether the method is HEAD, whose answer has no body.</summary>
    public bool IsHead { get; private set; }

    /// <summary>Whether the request line has been read.</summary>
    public bool HasLine => _hasLine;

    public ref readonly Http1RequestFraming Framing => ref _framing;

    public void Reset()
    {
        _finder.Reset();
        _framing = default;
        _hasLine = _skippedEmptyLine = IsHead = false;
        _fields = 0;
        _fieldBytesLeft = _limits.MaxHeaderBytes;
        Rejection = Http1Rejection.None;
        MinorVersion = 1;
    }

    /// <summary>Takes what has arrived. Bytes behind the head stay unread.</summary>
    public Http1HeadStatus Parse(Http1Inbound inbound, IHttp1Application application)
    {
        ReadOnlySpan<byte> unread = inbound.Unread;
        int consumed = 0;
        Http1HeadStatus status = Parse(unread, ref consumed, application);
        inbound.Consume(consumed);
        return status;
    }

    private Http1HeadStatus Parse(ReadOnlySpan<byte> unread, ref int consumed, IHttp1Application application)
    {
        if (!_hasLine)
        {
            Http1HeadStatus status = ParseRequestLine(unread, ref consumed, application);
            if (status != Http1HeadStatus.Complete)
            {
                return status;
            }
        }

        while (true)
        {
            ReadOnlySpan<byte> rest = unread[consumed..];
            switch (_finder.Find(rest, _fieldBytesLeft, out int length))
            {
                case Http1LineResult.NeedMore:
                    return Http1HeadStatus.NeedMore;
                case Http1LineResult.TooLong:
                    return Reject(Http1Rejection.HeadersTooLarge);
                case Http1LineResult.BareLineFeed:
                    return Reject(Http1Rejection.BareLineFeed);
            }

            consumed += length + 2;
            _fieldBytesLeft -= length + 2;
            if (length == 0)
            {
                Rejection = _framing.Complete(MinorVersion);
                return Rejection == Http1Rejection.None ? Http1HeadStatus.Complete : Http1HeadStatus.Rejected;
            }

            Rejection = ParseField(rest[..length], application);
            if (Rejection != Http1Rejection.None)
            {
                return Http1HeadStatus.Rejected;
            }
        }
    }

    private Http1Rejection ParseField(ReadOnlySpan<byte> line, IHttp1Application application)
    {
        if (++_fields > _limits.MaxHeaders)
        {
            return Http1Rejection.TooManyHeaders;
        }

        Http1Rejection rejection = Http1FieldLine.Parse(line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);
        if (rejection == Http1Rejection.None)
        {
            rejection = _framing.Add(name, value, MinorVersion);
        }

        if (rejection == Http1Rejection.None)
        {
            application.OnHeader(name, value);
        }

        return rejection;
    }

    private Http1HeadStatus ParseRequestLine(ReadOnlySpan<byte> unread, ref int consumed, IHttp1Application application)
    {
        // RFC 9112 §2.2: one empty line before a request is tolerated (old clients send CRLF behind a POST body), no more.
        if (!_skippedEmptyLine && unread.Length > 0 && unread[0] == '\r')
        {
            if (unread.Length == 1)
            {
                return Http1HeadStatus.NeedMore;
            }

            if (unread[1] != '\n')
            {
                return Reject(Http1Rejection.BareCarriageReturn);
            }

            _skippedEmptyLine = true;
            consumed = 2;
        }

        ReadOnlySpan<byte> rest = unread[consumed..];
        if (rest.IsEmpty)
        {
            return Http1HeadStatus.NeedMore;
        }

        // The first byte tells a stray TLS hello or binary noise at once, long before a line feed may ever come.
        if (!Http1Characters.Token.Contains(rest[0]))
        {
            return Reject(rest[0] switch
            {
                (byte)'\n' => Http1Rejection.BareLineFeed,
                (byte)'\r' => Http1Rejection.MalformedRequestLine,
                _ => Http1Rejection.InvalidMethod,
            });
        }

        switch (_finder.Find(rest, _limits.MaxRequestLineBytes, out int length))
        {
            case Http1LineResult.NeedMore:
                return Http1HeadStatus.NeedMore;
            case Http1LineResult.TooLong:
                return Reject(Http1RequestLineParser.ClassifyTooLong(rest[.._limits.MaxRequestLineBytes], _limits.MaxMethodBytes));
            case Http1LineResult.BareLineFeed:
                return Reject(Http1Rejection.BareLineFeed);
        }

        Http1Rejection rejection = Http1RequestLineParser.Parse(rest[..length], _limits.MaxMethodBytes, out Http1RequestLine line);
        if (rejection != Http1Rejection.None)
        {
            return Reject(rejection);
        }

        consumed += length + 2;
        _hasLine = true;
        MinorVersion = line.MinorVersion;
        IsHead = line.Method.SequenceEqual("HEAD"u8);
        application.OnRequestLine(in line);
        return Http1HeadStatus.Complete;
    }

    /// <summary>Refuses the head, from inside or because its time is up.</summary>
    public Http1HeadStatus Reject(Http1Rejection rejection)
    {
        Rejection = rejection;
        return Http1HeadStatus.Rejected;
    }
}
