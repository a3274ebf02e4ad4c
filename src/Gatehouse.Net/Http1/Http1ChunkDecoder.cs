namespace Gatehouse.Net.Http1;

/// <summary>
/// The framing of chunked bodies (RFC 9112 §7.1) as a machine that takes one byte at a time and therefore cannot depend on how
/// bytes were split. Data itself is not its business: <see cref="TakeData"/> only counts it.
/// </summary>
internal struct Http1ChunkDecoder
{
    /// <summary>Digits of a chunk size: 64 bits are enough, and endless leading zeros are an attack.</summary>
    private const int MaxSizeDigits = 16;

    private State _state;
    private Http1ChunkExtension _extension;
    private int _digits, _extensionBytes, _totalExtensionBytes;
    private long _size;

    private enum State : byte
    {
        Size,
        Extension,
        SizeLineFeed,
        DataReturn,
        DataLineFeed,
    }

    public Http1ChunkPhase Phase { get; private set; }

    /// <summary>Bytes of the current chunk still to come.</summary>
    public long Remaining { get; private set; }

    public void Reset()
    {
        this = default;
    }

    /// <summary>Says that data of the current chunk was taken.</summary>
    public void TakeData(long count)
    {
        Remaining -= count;
        if (Remaining == 0)
        {
            Phase = Http1ChunkPhase.Framing;
            _state = State.DataReturn;
        }
    }

    /// <summary>Takes framing bytes until the phase changes, the input ends or something is wrong.</summary>
    public Http1Rejection ReadFraming(ReadOnlySpan<byte> input, int maxExtensionBytes, int maxTotalExtensionBytes, out int consumed)
    {
        consumed = 0;
        while (Phase == Http1ChunkPhase.Framing && consumed < input.Length)
        {
            byte b = input[consumed++];
            Http1Rejection rejection = _state switch
            {
                State.Size => OnSize(b),
                State.Extension => OnExtension(b, maxExtensionBytes, maxTotalExtensionBytes),
                State.SizeLineFeed => OnSizeLineFeed(b),
                State.DataReturn => OnDataEnd(b, '\r', State.DataLineFeed),
                _ => OnDataEnd(b, '\n', State.Size),
            };
            if (rejection != Http1Rejection.None)
            {
                return rejection;
            }
        }

        return Http1Rejection.None;
    }

    private Http1Rejection OnSize(byte b)
    {
        int value = Http1Characters.HexValue(b);
        if (value >= 0)
        {
            if (++_digits > MaxSizeDigits || _size > long.MaxValue >> 4)
            {
                return Http1Rejection.ChunkSizeInvalid;
            }

            _size = (_size << 4) | (uint)value;
            return Http1Rejection.None;
        }

        if (_digits == 0)
        {
            return Http1Rejection.ChunkSizeInvalid;
        }

        switch (b)
        {
            case (byte)'\r':
                _state = State.SizeLineFeed;
                return Http1Rejection.None;
            case (byte)'\n':
                return Http1Rejection.BareLineFeed;
            case (byte)';' or (byte)' ' or (byte)'\t':
                _state = State.Extension;
                _extension.Reset();
                _extensionBytes = 0;
                _extension.Accept(b);
                return Http1Rejection.None;
            default:
                return Http1Rejection.ChunkSizeInvalid;
        }
    }

    private Http1Rejection OnExtension(byte b, int maxBytes, int maxTotalBytes)
    {
        switch (b)
        {
            case (byte)'\n':
                return Http1Rejection.BareLineFeed;
            case (byte)'\r' when _extension.MayEnd:
                _state = State.SizeLineFeed;
                return Http1Rejection.None;
        }

        if (++_extensionBytes > maxBytes || ++_totalExtensionBytes > maxTotalBytes)
        {
            return Http1Rejection.ChunkExtensionTooLong;
        }

        return _extension.Accept(b) ? Http1Rejection.None : Http1Rejection.ChunkExtensionInvalid;
    }

    private Http1Rejection OnSizeLineFeed(byte b)
    {
        if (b != '\n')
        {
            return Http1Rejection.BareCarriageReturn;
        }

        Remaining = _size;
        Phase = _size == 0 ? Http1ChunkPhase.Trailers : Http1ChunkPhase.Data;
        _size = 0;
        _digits = 0;
        return Http1Rejection.None;
    }

    private Http1Rejection OnDataEnd(byte b, char expected, State next)
    {
        _state = next;
        return b == expected ? Http1Rejection.None : Http1Rejection.ChunkTerminatorMissing;
    }
}
