using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Gatehouse.Core.Validation;

/// <summary>
/// Strict reading of addresses in configuration and header fields. <see cref="IPAddress.TryParse(string, out IPAddress)"/>
/// also takes <c>1</c>, <c>0x7f.1</c> and <c>010.0.0.1</c>: other readers of the same field disagree about those, and a
/// disagreement about who the client is is an attack.
/// </summary>
public static class AddressText
{
    private const int LongestText = 64;

    private static readonly SearchValues<char> V6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Four decimal parts without leading zeros, or IPv6 without scope and brackets.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length is 0 or > LongestText)
        {
            return false;
        }

        bool isWellFormed = text.Contains(':') ? !text.ContainsAnyExcept(V6Characters) : IsDottedQuad(text);
        if (!isWellFormed || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>An address with an optional port: <c>192.0.2.1</c>, <c>192.0.2.1:80</c>, <c>2001:db8::1</c>, <c>[2001:db8::1]:80</c>.</summary>
    /// <param name="text">The bytes, without blanks around them.</param>
    /// <param name="address">The address.</param>
    /// <param name="port">The port, 0 when there is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out IPAddress address, out int port)
    {
        address = IPAddress.None;
        port = 0;
        Span<char> buffer = stackalloc char[LongestText];
        if (text.Length > LongestText || !Ascii.IsValid(text))
        {
            return false;
        }

        scoped ReadOnlySpan<char> chars = buffer[..Encoding.ASCII.GetChars(text, buffer)];
        scoped ReadOnlySpan<char> portText = default;
        if (chars.StartsWith("["))
        {
            int close = chars.IndexOf(']');
            if (close < 0 || (close + 1 < chars.Length && chars[close + 1] != ':'))
            {
                return false;
            }

            portText = close + 1 < chars.Length ? chars[(close + 2)..] : default;
            chars = chars[1..close];
            return chars.Contains(':') && TryParsePort(portText, out port) && TryParse(chars, out address);
        }

        int colon = chars.IndexOf(':');
        if (colon >= 0 && chars[(colon + 1)..].IndexOf(':') < 0)
        {
            portText = chars[(colon + 1)..];
            chars = chars[..colon];
        }

        return TryParsePort(portText, out port) && TryParse(chars, out address);
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return text.IsEmpty
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue);
    }

    private static bool IsDottedQuad(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            parts++;
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0'))
            {
                return false;
            }
        }

        return parts == 4;
    }
}
