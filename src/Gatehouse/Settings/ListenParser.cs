using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Settings;

/// <summary>Reads one entry of a <c>*_listen</c> setting: <c>&lt;address&gt;:&lt;port&gt; [flag…]</c>.</summary>
internal static class ListenParser
{
    public const string Usage =
        "write <ip>:<port> followed by any of: ssl http2 proxy_protocol reuseport deferred bind backlog=N ipv6only=on|off so_keepalive=on|off";

    /// <summary>
    /// Parses one entry. On failure <paramref name="problem"/> says what is wrong; on success it may hold a warning.
    /// </summary>
    public static bool TryParse(string entry, out ListenAddress? address, out string? problem)
    {
        address = null;
        var words = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
        {
            problem = "is empty";
            return false;
        }

        if (!TryParseEndPoint(words[0], out var endPoint, out problem))
        {
            return false;
        }

        var parsed = new ListenAddress { EndPoint = endPoint! };
        foreach (var flag in words.AsSpan(1))
        {
            var next = Apply(parsed, flag, ref problem);
            if (next is null)
            {
                problem = $"has an unknown or malformed flag '{flag}'";
                return false;
            }

            parsed = next;
        }

        if (parsed is { Ipv6Only: not null, EndPoint.AddressFamily: not AddressFamily.InterNetworkV6 })
        {
            problem = "has ipv6only on an IPv4 address";
            return false;
        }

        address = parsed;
        return true;
    }

    private static ListenAddress? Apply(ListenAddress address, string flag, ref string? warning)
    {
        switch (flag)
        {
            case "ssl":
                return address with { Ssl = true };
            case "http2":
                return address with { Http2 = true };
            case "proxy_protocol":
                return address with { ProxyProtocol = true };
            case "reuseport":
                return address with { ReusePort = true };
            case "deferred":
                return address with { Deferred = true };
            case "bind":
                return address; // Every address has a socket of its own here.
            case "http3" or "quic":
                warning = "HTTP/3 is not served on this address";
                return address;
            case "ipv6only=on" or "ipv6only=off":
                return address with { Ipv6Only = flag.EndsWith("on", StringComparison.Ordinal) };
            default:
                break;
        }

        if (flag.StartsWith("backlog=", StringComparison.Ordinal))
        {
            return int.TryParse(flag.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var backlog) && backlog > 0
                ? address with { Backlog = backlog }
                : null;
        }

        if (flag.StartsWith("so_keepalive=", StringComparison.Ordinal))
        {
            return ParseKeepalive(flag[13..]) is { } on ? address with { SoKeepalive = on } : null;
        }

        return null;
    }

    /// <summary>nginx: on, off, or idle:interval:count, of which we take that it is on.</summary>
    private static bool? ParseKeepalive(string value) => value switch
    {
        "on" => true,
        "off" => false,
        _ when value.Count(static c => c == ':') == 2 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c == ':') => true,
        _ => null,
    };

    private static bool TryParseEndPoint(string text, out IPEndPoint? endPoint, out string? problem)
    {
        endPoint = null;
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            problem = "is a unix socket, which cannot be listened on; use an address and a port";
            return false;
        }

        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            problem = "has no valid port";
            return false;
        }

        var host = text[..colon];
        if (ParseHost(host) is not { } ip)
        {
            problem = host.Contains(':')
                ? "has an IPv6 address without brackets"
                : "has a name where an IP address is needed";
            return false;
        }

        endPoint = new IPEndPoint(ip, port);
        problem = null;
        return true;
    }

    private static IPAddress? ParseHost(string host)
    {
        if (host == "*")
        {
            return IPAddress.Any;
        }

        if (host == "localhost")
        {
            return IPAddress.Loopback;
        }

        if (host is ['[', .. var inner, ']'])
        {
            return IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : null;
        }

        // IPAddress.TryParse also takes "1" and "0x7f.1"; only the dotted form is meant here.
        return host.Count(static c => c == '.') == 3 && host.All(static c => char.IsAsciiDigit(c) || c == '.')
            && IPAddress.TryParse(host, out var v4) ? v4 : null;
    }
}
