namespace Gatehouse.Gateway.Observability;

/// <summary>Walks the parameters of a query (application/x-www-form-urlencoded) without allocating.</summary>
internal ref struct QueryReader(ReadOnlySpan<byte> query)
{
    private ReadOnlySpan<byte> _rest = query;

    /// <summary>Name as sent.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Value as sent.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether there is an equals sign.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Goes to the next parameter.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        int ampersand = _rest.IndexOf((byte)'&');
        var parameter = ampersand < 0 ? _rest : _rest[..ampersand];
        _rest = ampersand < 0 ? default : _rest[(ampersand + 1)..];
        int equals = parameter.IndexOf((byte)'=');
        HasValue = equals >= 0;
        Name = equals < 0 ? parameter : parameter[..equals];
        Value = equals < 0 ? default : parameter[(equals + 1)..];
        return true;
    }

    /// <summary>Decodes plus signs and percent escapes; a malformed escape stays as it is.</summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text, Span<byte> scratch)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return text;
        }

        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (b == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                b = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            else if (b == '+')
            {
                b = (byte)' ';
            }

            scratch[written++] = b;
        }

        return scratch[..written];
    }

    /// <summary>Whether a text as sent, decoded, is a plain text. Needs no memory however long the former is.</summary>
    public static bool Means(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> plain)
    {
        int matched = 0;
        for (int i = 0; i < encoded.Length; i++, matched++)
        {
            byte b = encoded[i];
            if (b == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit((char)encoded[i + 1]) && char.IsAsciiHexDigit((char)encoded[i + 2]))
            {
                b = (byte)((HexValue(encoded[i + 1]) << 4) | HexValue(encoded[i + 2]));
                i += 2;
            }
            else if (b == '+')
            {
                b = (byte)' ';
            }

            if (matched >= plain.Length || plain[matched] != b)
            {
                return false;
            }
        }

        return matched == plain.Length;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
