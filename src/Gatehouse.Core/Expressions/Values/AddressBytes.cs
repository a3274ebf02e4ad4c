using System.Buffers.Binary;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>
/// Reads addresses out of UTF-8 text without making an object. As strict as <see cref="Validation.AddressText"/>: four decimal
/// parts without leading zeros, or IPv6 (RFC 4291 §2.2) without scope and brackets.
/// </summary>
internal static class AddressBytes
{
    /// <summary>The address as a number; IPv4-mapped IPv6 counts as IPv4.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 number, out bool isV6)
    {
        isV6 = text.Contains((byte)':');
        number = 0;
        if (!isV6)
        {
            bool isV4 = TryParseV4(text, out uint v4);
            number = v4;
            return isV4;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!TryParseV6(text, bytes))
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        if (number >> 32 == 0xffff)
        {
            number &= uint.MaxValue;
            isV6 = false;
        }

        return true;
    }

    private static bool TryParseV4(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        for (int part = 0; part < 4; part++)
        {
            int dot = text.IndexOf((byte)'.');
            if ((part < 3) != (dot >= 0))
            {
                return false;
            }

            var digits = dot < 0 ? text : text[..dot];
            if (digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (digits.Length > 1 && digits[0] == '0'))
            {
                return false;
            }

            uint value = 0;
            foreach (byte digit in digits)
            {
                value = (value * 10) + digit - '0';
            }

            if (value > 255)
            {
                return false;
            }

            number = (number << 8) | value;
            text = dot < 0 ? default : text[(dot + 1)..];
        }

        return true;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        int gap = text.IndexOf("::"u8);
        if (gap < 0)
        {
            return TryGroups(text, bytes, out int all) && all == 16;
        }

        // The gap stands for at least one group of zeros.
        bytes.Clear();
        Span<byte> tail = stackalloc byte[16];
        if (text[(gap + 2)..].StartsWith(":"u8)
            || !TryGroups(text[..gap], bytes, out int head) || !TryGroups(text[(gap + 2)..], tail, out int rest) || head + rest > 14)
        {
            return false;
        }

        tail[..rest].CopyTo(bytes[(16 - rest)..]);
        return !text[..gap].Contains((byte)'.');
    }

    private static bool TryGroups(ReadOnlySpan<byte> text, Span<byte> bytes, out int length)
    {
        length = 0;
        while (!text.IsEmpty)
        {
            int colon = text.IndexOf((byte)':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && group.Contains((byte)'.'))
            {
                if (length > 12 || !TryParseV4(group, out uint v4))
                {
                    return false;
                }

                BinaryPrimitives.WriteUInt32BigEndian(bytes[length..], v4);
                length += 4;
                return true;
            }

            if (group.Length is 0 or > 4 || length > 14 || colon == text.Length - 1 || !TryHex(group, out ushort value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes[length..], value);
            length += 2;
            text = colon < 0 ? default : text[(colon + 1)..];
        }

        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out ushort value)
        => System.Buffers.Text.Utf8Parser.TryParse(text, out value, out int taken, 'x') && taken == text.Length;
}
