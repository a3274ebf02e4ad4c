using System.Buffers;
using System.Globalization;

namespace Gatehouse.Protocols.Redis.Resp;

/// <summary>Numbers of the protocol, one spelling each.</summary>
internal static class RespNumbers
{
    /// <summary>A length that stands for no value.</summary>
    public const int NoValue = -1;

    private static readonly SearchValues<byte> DoubleCharacters = SearchValues.Create("+-.0123456789eE"u8);

    /// <summary>Signed 64-bit integer without leading zeros; a plus sign is allowed (RESP3, "Number").</summary>
    public static bool TryParseInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            text = text[1..];
        }

        if (text.Length is 0 or > 19 || (text[0] == '0' && (text.Length > 1 || isNegative)))
        {
            return false;
        }

        ulong magnitude = 0;
        foreach (byte c in text)
        {
            if (!char.IsAsciiDigit((char)c))
            {
                return false;
            }

            magnitude = (magnitude * 10) + (ulong)(c - '0');
        }

        ulong greatest = isNegative ? 1UL << 63 : long.MaxValue;
        value = isNegative ? (long)(0 - magnitude) : (long)magnitude;
        return magnitude <= greatest;
    }

    /// <summary>Length or count: digits without leading zeros, or −1 for no value.</summary>
    public static bool TryParseLength(ReadOnlySpan<byte> text, out int length)
    {
        if (text.SequenceEqual("-1"u8))
        {
            length = NoValue;
            return true;
        }

        bool ok = TryParseInteger(text, out long value) && text[0] != '+' && value is >= 0 and <= int.MaxValue;
        length = ok ? (int)value : 0;
        return ok;
    }

    /// <summary>Floating point number as RESP3 writes it, infinities and NaN included.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.SequenceEqual("inf"u8) || text.SequenceEqual("+inf"u8))
        {
            value = double.PositiveInfinity;
            return true;
        }

        if (text.SequenceEqual("-inf"u8))
        {
            value = double.NegativeInfinity;
            return true;
        }

        if (text.SequenceEqual("nan"u8) || text.SequenceEqual("-nan"u8))
        {
            value = double.NaN;
            return true;
        }

        value = 0;
        return text.IndexOfAnyExcept(DoubleCharacters) < 0 && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Digits with an optional sign.</summary>
    public static bool IsBigNumber(ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[0] is (byte)'-' or (byte)'+')
        {
            text = text[1..];
        }

        return text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
