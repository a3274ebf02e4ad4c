using System.Net;

namespace Gatehouse.Net.Http1;

/// <summary>Validates <c>uri-host [":" port]</c> (RFC 9110 §7.2, RFC 3986 §3.2.2).</summary>
internal static class Http1Host
{
    /// <summary>
    /// Whether this is a non-empty reg-name, IPv4 address or bracketed IPv6 address, and a port of 0…65535 if there is a colon.
    /// An empty port, user information, IPvFuture and zone identifiers are refused: those who read the value later disagree about them.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> host)
    {
        if (host.IsEmpty)
        {
            return false;
        }

        int end = host[0] == '[' ? EndOfIPv6(host) : EndOfName(host);
        return end > 0 && (end == host.Length || (host[end] == ':' && IsPort(host[(end + 1)..])));
    }

    private static int EndOfName(ReadOnlySpan<byte> host)
    {
        int position = 0;
        while (true)
        {
            int length = host[position..].IndexOfAnyExcept(Http1Characters.RegName);
            if (length < 0)
            {
                return host.Length;
            }

            position += length;
            if (host[position] != '%')
            {
                return position;
            }

            bool encoded = position + 2 < host.Length
                && Http1Characters.HexValue(host[position + 1]) >= 0 && Http1Characters.HexValue(host[position + 2]) >= 0;
            if (!encoded)
            {
                return -1;
            }

            position += 3;
        }
    }

    private static int EndOfIPv6(ReadOnlySpan<byte> host)
    {
        int close = host.IndexOf((byte)']');
        if (close < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> literal = host[1..close];
        bool valid = literal.Contains((byte)':') && !literal.ContainsAnyExcept(Http1Characters.IPv6) && IPAddress.IsValidUtf8(literal);
        return valid ? close + 1 : -1;
    }

    private static bool IsPort(ReadOnlySpan<byte> port) =>
        port.Length <= 5 && Http1ContentLength.TryParse(port, out long number) && number <= ushort.MaxValue;
}
