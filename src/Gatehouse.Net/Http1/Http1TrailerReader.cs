namespace Gatehouse.Net.Http1;

/// <summary>Reads the trailer section of a chunked body (RFC 9112 §7.1.2) line by line.</summary>
internal struct Http1TrailerReader
{
    private Http1LineFinder _finder;
    private int _bytesLeft, _fieldsLeft;

    public void Reset(int maxBytes, int maxFields)
    {
        _finder.Reset();
        _bytesLeft = maxBytes;
        _fieldsLeft = maxFields;
    }

    /// <summary>
    /// Takes the trailer lines that are complete. <paramref name="refuseForbidden"/>: a forbidden field ends the message
    /// (requests); otherwise it is dropped (responses, where the upstream gains nothing by it).
    /// </summary>
    public Http1HeadStatus Read(Http1Inbound inbound, IHttp1TrailerReceiver receiver, bool refuseForbidden, out Http1Rejection rejection)
    {
        while (true)
        {
            ReadOnlySpan<byte> unread = inbound.Unread;
            Http1LineResult found = _finder.Find(unread, _bytesLeft, out int length);
            rejection = found switch
            {
                Http1LineResult.TooLong => Http1Rejection.TrailersTooLarge,
                Http1LineResult.BareLineFeed => Http1Rejection.BareLineFeed,
                _ => Http1Rejection.None,
            };
            if (found != Http1LineResult.Line)
            {
                return found == Http1LineResult.NeedMore ? Http1HeadStatus.NeedMore : Http1HeadStatus.Rejected;
            }

            if (length > 0)
            {
                rejection = Accept(unread[..length], receiver, refuseForbidden);
                if (rejection != Http1Rejection.None)
                {
                    return Http1HeadStatus.Rejected;
                }
            }

            _bytesLeft -= length + 2;
            inbound.Consume(length + 2);
            if (length == 0)
            {
                return Http1HeadStatus.Complete;
            }
        }
    }

    private Http1Rejection Accept(ReadOnlySpan<byte> line, IHttp1TrailerReceiver receiver, bool refuseForbidden)
    {
        if (--_fieldsLeft < 0)
        {
            return Http1Rejection.TrailersTooLarge;
        }

        Http1Rejection rejection = Http1FieldLine.Parse(line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);
        if (rejection != Http1Rejection.None)
        {
            return rejection == Http1Rejection.BareCarriageReturn ? rejection : Http1Rejection.TrailerInvalid;
        }

        if (Http1TrailerRules.IsAllowed(name))
        {
            receiver.OnTrailer(name, value);
            return Http1Rejection.None;
        }

        return refuseForbidden ? Http1Rejection.TrailerForbidden : Http1Rejection.None;
    }
}
