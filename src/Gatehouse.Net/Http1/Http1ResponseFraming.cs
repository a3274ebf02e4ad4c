namespace Gatehouse.Net.Http1;

/// <summary>
/// What a response's header fields say about the message and the connection (RFC 9112 §6.3). Upstreams get no more leeway than
/// clients: repeated Content-Length is refused even when the values agree (as nginx does), because whoever sent two of them
/// cannot be trusted about either.
/// </summary>
internal struct Http1ResponseFraming
{
    private bool _hasLength, _isChunked, _hasUpgrade;
    private long _length;
    private Http1ConnectionOptions _connection;

    public Http1BodyKind BodyKind { get; private set; }

    /// <summary>Declared length, −1 when there is none.</summary>
    public readonly long ContentLength => _hasLength ? _length : -1;

    public bool KeepAlive { get; private set; }

    /// <summary>Whether a protocol is named and declared hop-by-hop, as RFC 9110 §7.8 demands of a 101.</summary>
    public readonly bool NamesUpgrade => _hasUpgrade && (_connection & Http1ConnectionOptions.Upgrade) != 0;

    /// <summary>Takes one field; false when it makes the response ambiguous.</summary>
    public bool Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int minorVersion)
    {
        switch (Http1FieldNames.Recognise(name))
        {
            case Http1FieldName.ContentLength:
                bool isFirst = !_hasLength;
                _hasLength = true;
                return isFirst && Http1ContentLength.TryParse(value, out _length);
            case Http1FieldName.TransferEncoding:
                return minorVersion == 1 && Http1TransferEncoding.Parse(value, ref _isChunked) == Http1Rejection.None;
            case Http1FieldName.Connection:
                _connection |= Http1ConnectionField.Parse(value);
                return true;
            case Http1FieldName.Upgrade:
                _hasUpgrade |= !value.IsEmpty;
                return true;
            default:
                return true;
        }
    }

    /// <summary>Decides once the head is complete; false when the framing is ambiguous.</summary>
    public bool Complete(int status, int minorVersion, bool answersHead)
    {
        if (_hasLength && _isChunked)
        {
            return false;
        }

        // A 1xx or 204 with framing for a body (RFC 9110 §8.6 forbids it) may be followed by one: those bytes must not be taken
        // for the next answer, so the connection is not used again.
        bool announcesForbiddenBody = (status < 200 || status == 204) && (_isChunked || _length > 0);
        BodyKind = status switch
        {
            101 => Http1BodyKind.Tunnel,
            < 200 => Http1BodyKind.Interim,
            204 => Http1BodyKind.None,
            304 => Http1BodyKind.Described,
            _ when answersHead => Http1BodyKind.Described,
            _ when _isChunked => Http1BodyKind.Chunked,
            _ when _hasLength => Http1BodyKind.Length,
            _ => Http1BodyKind.UntilClose,
        };
        KeepAlive = (_connection & Http1ConnectionOptions.Close) == 0 && !announcesForbiddenBody
            && (minorVersion == 1 || (_connection & Http1ConnectionOptions.KeepAlive) != 0)
            && BodyKind is not (Http1BodyKind.UntilClose or Http1BodyKind.Tunnel);
        return true;
    }
}
