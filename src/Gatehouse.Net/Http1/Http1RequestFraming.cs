using System.Text;

namespace Gatehouse.Net.Http1;

/// <summary>
/// What a request's header fields say about the message and the connection (RFC 9112 §6, §9; RFC 9110 §7.2, §10.1.1). Any
/// ambiguity ends the connection: a reading that differs from the upstream's is a smuggled request.
/// </summary>
internal struct Http1RequestFraming
{
    private bool _hasHost, _hasLength, _hasExpect, _hasUpgrade, _isChunked;
    private Http1ConnectionOptions _connection;

    public Http1BodyKind BodyKind { get; private set; }

    /// <summary>Declared length, 0 without a body, −1 when chunked.</summary>
    public long ContentLength { get; private set; }

    public bool KeepAlive { get; private set; }

    /// <summary>Whether the client waits for 100 Continue before it sends the body.</summary>
    public bool ExpectsContinue { get; private set; }

    public bool IsUpgradeRequested { get; private set; }

    /// <summary>Takes one field.</summary>
    public Http1Rejection Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int minorVersion)
    {
        switch (Http1FieldNames.Recognise(name))
        {
            case Http1FieldName.Host:
                if (_hasHost)
                {
                    return Http1Rejection.HostDuplicate;
                }

                _hasHost = true;
                return Http1Host.IsValid(value) ? Http1Rejection.None : Http1Rejection.HostInvalid;

            case Http1FieldName.ContentLength:
                return AddLength(value);

            case Http1FieldName.TransferEncoding:
                return minorVersion == 0
                    ? Http1Rejection.TransferEncodingInVersion10
                    : Http1TransferEncoding.Parse(value, ref _isChunked);

            case Http1FieldName.Connection:
                _connection |= Http1ConnectionField.Parse(value);
                return Http1Rejection.None;

            case Http1FieldName.Expect:
                bool known = !_hasExpect && Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                _hasExpect = true;
                return known ? Http1Rejection.None : Http1Rejection.ExpectationUnknown;

            case Http1FieldName.Upgrade:
                _hasUpgrade |= !value.IsEmpty;
                return Http1Rejection.None;

            default:
                return Http1Rejection.None;
        }
    }

    /// <summary>Decides once the head is complete.</summary>
    public Http1Rejection Complete(int minorVersion)
    {
        if (!_hasHost && minorVersion == 1)
        {
            return Http1Rejection.HostMissing;
        }

        if (_hasLength && _isChunked)
        {
            return Http1Rejection.ContentLengthWithTransferEncoding;
        }

        BodyKind = _isChunked ? Http1BodyKind.Chunked : _hasLength ? Http1BodyKind.Length : Http1BodyKind.None;
        if (_isChunked)
        {
            ContentLength = -1;
        }

        bool hasBody = ContentLength != 0;
        KeepAlive = (_connection & Http1ConnectionOptions.Close) == 0
            && (minorVersion == 1 || (_connection & Http1ConnectionOptions.KeepAlive) != 0);
        ExpectsContinue = _hasExpect && hasBody && minorVersion == 1;

        // An upgrade with a body would leave open where the body ends and the other protocol begins: answered as plain HTTP.
        IsUpgradeRequested = _hasUpgrade && !hasBody && minorVersion == 1 && (_connection & Http1ConnectionOptions.Upgrade) != 0;
        return Http1Rejection.None;
    }

    private Http1Rejection AddLength(ReadOnlySpan<byte> value)
    {
        if (_hasLength)
        {
            return Http1Rejection.ContentLengthDuplicate;
        }

        _hasLength = true;
        if (!Http1ContentLength.TryParse(value, out long length))
        {
            return Http1Rejection.ContentLengthInvalid;
        }

        ContentLength = length;
        return Http1Rejection.None;
    }
}
