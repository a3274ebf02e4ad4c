using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Core.Validation;

/// <summary>
/// A host name or address with an optional port, read the way Kong reads it: more than one colon means IPv6, only digits and
/// dots mean IPv4, all else is a name.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Host">The name as written; IPv4 without leading zeros; IPv6 with all eight groups of four digits.</param>
/// <param name="Port">0–65535, null when none is given.</param>
public readonly record struct HostAddress(HostKind Kind, string Host, int? Port)
{
    /// <summary>Longest host name with port that is accepted; DNS names end at 253.</summary>
    private const int MaxLength = 512;

    private static readonly SearchValues<char> Ipv4Characters = SearchValues.Create("0123456789.:");
    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:");

    /// <summary>Reads a text; <paramref name="error"/> is Kong's text for what is wrong.</summary>
    public static bool TryParse(string text, out HostAddress address, out string error)
    {
        address = default;
        if (text.Length > MaxLength)
        {
            error = "invalid hostname: " + Schemas.ValueDisplay.Shorten(text);
            return false;
        }

        if (text.AsSpan().Count(':') > 1)
        {
            return TryParseIpv6(text, out address, out error);
        }

        return !text.AsSpan().ContainsAnyExcept(Ipv4Characters) && text.AsSpan().IndexOfAnyExcept(':') >= 0
            ? TryParseIpv4(text, out address, out error)
            : TryParseName(text, out address, out error);
    }

    /// <summary>Host and port as one writes them in a target: IPv6 in brackets.</summary>
    public string ToAuthority(int defaultPort)
        => string.Create(CultureInfo.InvariantCulture, $"{(Kind == HostKind.Ipv6 ? $"[{Host}]" : Host)}:{Port ?? defaultPort}");

    private static bool TryParseIpv4(string text, out HostAddress address, out string error)
    {
        address = default;
        error = "invalid ipv4 address: " + text;
        int colon = text.IndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        int? port = null;
        var parts = host.Split('.');
        var bytes = new byte[4];
        if (parts.Length != 4 || (colon >= 0 && colon == text.Length - 1))
        {
            return false;
        }

        for (int i = 0; i < 4; i++)
        {
            // Leading zeros are decimal here, never octal; the normal form drops them.
            if (parts[i].Length is 0 or > 3 || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return false;
            }
        }

        if (colon >= 0 && !TryParsePort(text.AsSpan(colon + 1), out port))
        {
            error = InvalidPort;
            return false;
        }

        address = new HostAddress(HostKind.Ipv4, string.Join('.', bytes), port);
        return true;
    }

    private static bool TryParseIpv6(string text, out HostAddress address, out string error)
    {
        address = default;
        error = "invalid ipv6 address: " + text;
        string host = text;
        int? port = null;
        if (text[0] == '[')
        {
            int end = text.IndexOf(']');
            if (end < 0)
            {
                return false;
            }

            host = text[1..end];
            var rest = text.AsSpan(end + 1);
            if (rest.Length > 0 && (rest[0] != ':' || rest.Length == 1 || rest[1..].IndexOfAnyExceptInRange('0', '9') >= 0))
            {
                error = "invalid ipv6 address";
                return false;
            }

            if (rest.Length > 0 && !TryParsePort(rest[1..], out port))
            {
                error = InvalidPort;
                return false;
            }
        }

        if (host.AsSpan().ContainsAnyExcept(Ipv6Characters)
            || !IPAddress.TryParse(host, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        var bytes = parsed.GetAddressBytes();
        string full = string.Join(':', Enumerable.Range(0, 8).Select(i => Convert.ToHexStringLower(bytes, i * 2, 2)));
        address = new HostAddress(HostKind.Ipv6, full, port);
        return true;
    }

    private static bool TryParseName(string text, out HostAddress address, out string error)
    {
        address = default;
        error = "invalid hostname: " + text;
        string name = text;
        int? port = null;
        int colon = text.LastIndexOf(':');
        if (colon >= 0 && colon < text.Length - 1 && text.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            name = text[..colon];
            if (!TryParsePort(text.AsSpan(colon + 1), out port))
            {
                error = InvalidPort;
                return false;
            }
        }

        if (name.Length == 0)
        {
            return false;
        }

        var labels = name.Split('.');
        for (int i = 0; i < labels.Length; i++)
        {
            string label = labels[i];
            bool isRoot = label.Length == 0 && i == labels.Length - 1 && labels.Length > 1;
            if (!isRoot && (label.Length == 0 || label[^1] == '-' || !label.All(IsNameCharacter)))
            {
                return false;
            }
        }

        address = new HostAddress(HostKind.Name, name, port);
        return true;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static bool TryParsePort(ReadOnlySpan<char> digits, out int? port)
    {
        port = null;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value > 65535)
        {
            return false;
        }

        port = value;
        return true;
    }

    /// <summary>Kong's text for a port beyond 65535.</summary>
    public const string InvalidPort = "invalid port number";
}
