using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>Version 1: one line of text, at most 107 bytes with its CRLF (section 2.1).</summary>
internal static class ProxyV1
{
    private const int MaxLength = 107;

    private static readonly SearchValues<byte> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    public static ProxyParseStatus Parse(ReadOnlySpan<byte> data, out ProxyHeader header, out int consumed)
    {
        header = default;
        consumed = 0;
        if (!ProxyHeaderParser.AgreesWith(data, "PROXY "u8))
        {
            return ProxyParseStatus.Invalid;
        }
        ReadOnlySpan<byte> window = data[..Math.Min(data.Length, MaxLength)];
        int end = window.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 || (window[end] == '\r' && end + 1 == window.Length))
        {
            return data.Length >= MaxLength ? ProxyParseStatus.Invalid : ProxyParseStatus.NeedMore;
        }
        if (window[end] != '\r' || window[end + 1] != '\n' || !ParseLine(window["PROXY ".Length..end], out header))
        {
            return ProxyParseStatus.Invalid;
        }
        consumed = end + 2;
        return ProxyParseStatus.Complete;
    }

    private static bool ParseLine(ReadOnlySpan<byte> line, out ProxyHeader header)
    {
        header = new ProxyHeader(null, null, 1);
        // "UNKNOWN" may be followed by anything, which the receiver must not look at.
        if (line.SequenceEqual("UNKNOWN"u8) || line.StartsWith("UNKNOWN "u8))
        {
            return true;
        }
        AddressFamily family;
        if (line.StartsWith("TCP4 "u8))
        {
            family = AddressFamily.InterNetwork;
        }
        else if (line.StartsWith("TCP6 "u8))
        {
            family = AddressFamily.InterNetworkV6;
        }
        else
        {
            return false;
        }
        ReadOnlySpan<byte> rest = line[5..];
        if (!TryAddress(ref rest, family, out IPAddress? source)
            || !TryAddress(ref rest, family, out IPAddress? destination)
            || !TryPort(NextWord(ref rest), out int sourcePort)
            || !TryPort(rest, out int destinationPort))
        {
            return false;
        }
        header = new ProxyHeader(new IPEndPoint(source!, sourcePort), new IPEndPoint(destination!, destinationPort), 1);
        return true;
    }

    /// <summary>The bytes up to the next single space, which is taken too; empty when there is none.</summary>
    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> rest)
    {
        int space = rest.IndexOf((byte)' ');
        if (space < 0)
        {
            return [];
        }
        ReadOnlySpan<byte> word = rest[..space];
        rest = rest[(space + 1)..];
        return word;
    }

    private static bool TryAddress(ref ReadOnlySpan<byte> rest, AddressFamily family, out IPAddress? address)
    {
        address = null;
        ReadOnlySpan<byte> word = NextWord(ref rest);
        // IPAddress knows more spellings than the protocol (hexadecimal, fewer parts, scopes, brackets): these end here.
        return family == AddressFamily.InterNetwork
            ? TryIPv4(word, out address)
            : word.IndexOfAnyExcept(IPv6Characters) < 0
                && word.Contains((byte)':')
                && IPAddress.TryParse(Encoding.ASCII.GetString(word), out address)
                && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    private static bool TryIPv4(ReadOnlySpan<byte> word, out IPAddress? address)
    {
        address = null;
        Span<byte> parts = stackalloc byte[4];
        for (int i = 0; i < 4; i++)
        {
            int dot = i == 3 ? word.Length : word.IndexOf((byte)'.');
            if (dot < 0 || !TryNumber(word[..dot], byte.MaxValue, out int part))
            {
                return false;
            }
            parts[i] = (byte)part;
            word = i == 3 ? [] : word[(dot + 1)..];
        }
        address = new IPAddress(parts);
        return true;
    }

    private static bool TryPort(ReadOnlySpan<byte> word, out int port) => TryNumber(word, ushort.MaxValue, out port);

    /// <summary>Digits without a leading zero, as section 2.1 demands.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> word, int max, out int number)
    {
        number = 0;
        if (word.IsEmpty || word.Length > 5 || (word[0] == '0' && word.Length > 1))
        {
            return false;
        }
        foreach (byte b in word)
        {
            if (!char.IsAsciiDigit((char)b))
            {
                return false;
            }
            number = (number * 10) + (b - '0');
        }
        return number <= max;
    }
}
