using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Core.Validation;

/// <summary>Recognises IP addresses and CIDR ranges, strictly: four decimal octets, no zone, no port.</summary>
public static class IpRange
{
    private static readonly SearchValues<char> Ipv4Characters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool IsAddress(string text) => TryAddress(text, out _);

    /// <summary>An address, or an address with a prefix length of its family.</summary>
    public static bool IsAddressOrRange(string text)
    {
        int slash = text.IndexOf('/');
        if (slash < 0)
        {
            return IsAddress(text);
        }

        var prefix = text.AsSpan(slash + 1);
        bool isCanonical = prefix.Length is > 0 and <= 3 && (prefix.Length == 1 || prefix[0] != '0');
        return isCanonical && int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            && TryAddress(text[..slash], out var address)
            && length <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    private static bool TryAddress(string text, out IPAddress address)
    {
        address = IPAddress.None;
        bool isIpv4 = text.Count(c => c == '.') == 3 && !text.AsSpan().ContainsAnyExcept(Ipv4Characters);
        bool isIpv6 = text.Contains(':') && !text.AsSpan().ContainsAnyExcept(Ipv6Characters);
        if ((!isIpv4 && !isIpv6) || (isIpv4 && HasLeadingZero(text)) || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    // "010.0.0.1" is 8.0.0.1 for some and 10.0.0.1 for others: refuse what can be read in two ways.
    private static bool HasLeadingZero(string text)
        => text.Split('.').Any(octet => octet.Length == 0 || (octet.Length > 1 && octet[0] == '0'));
}
