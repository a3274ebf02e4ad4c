using System.Net;

namespace Gatehouse.Settings;

/// <summary>Reads what clients may do.</summary>
internal static class ClientBinder
{
    /// <summary>nginx has 1024 by default; Kong raises it to the limit on open files, at most 16384.</summary>
    private const int DefaultConnectionsPerWorker = 16384;

    public static ClientSettings Read(SettingReader reader) => new()
    {
        TrustedIps = TrustedIps(reader),
        RealIpHeader = HeaderName(reader, "real_ip_header"),
        RealIpRecursive = reader.Switch("real_ip_recursive"),
        MaxBodySize = reader.Size("client_max_body_size"),
        KeepAliveTimeout = reader.Duration("nginx_http_keepalive_timeout") ?? TimeSpan.Zero,
        KeepAliveRequests = reader.Limit("nginx_http_keepalive_requests"),
        HeaderTimeout = Required(reader, "nginx_http_client_header_timeout"),
        BodyTimeout = Required(reader, "nginx_http_client_body_timeout"),
        SendTimeout = Required(reader, "nginx_http_send_timeout"),
        MaxConnectionsPerWorker = reader.Integer("nginx_events_worker_connections") ?? DefaultConnectionsPerWorker,
        MaxConnectionsPerAddress = reader.Limit("max_connections_per_address"),
        MaxNewConnectionsPerAddress = reader.Limit("max_new_connections_per_address"),
        MinBodyRate = reader.Integer("client_min_body_rate") ?? 0,
        MinReadRate = reader.Integer("client_min_read_rate") ?? 1,
    };

    /// <summary>A wait without an end lets one client hold a connection for ever.</summary>
    private static TimeSpan Required(SettingReader reader, string key)
    {
        var duration = reader.Duration(key) ?? TimeSpan.Zero;
        if (duration <= TimeSpan.Zero)
        {
            reader.Fail(key, "is not a positive duration", "write seconds, or a number with ms, s, m, h or d");
        }

        return duration;
    }

    private static string HeaderName(SettingReader reader, string key)
    {
        var name = reader.Text(key) ?? "";
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            reader.Fail(key, "is not the name of a header", "write for example X-Real-IP, X-Forwarded-For or proxy_protocol");
        }

        return name;
    }

    private static List<IPNetwork> TrustedIps(SettingReader reader)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in reader.List("trusted_ips"))
        {
            if (text == "unix:")
            {
                reader.Warn("trusted_ips", "unix: has no meaning, since no unix socket is listened on");
            }
            else if (ParseNetwork(text) is { } network)
            {
                networks.Add(network);
            }
            else
            {
                reader.Fail("trusted_ips", $"'{text}' is neither an IP address nor a CIDR block", "write for example 10.0.0.0/8 or ::1");
            }
        }

        return networks;
    }

    private static IPNetwork? ParseNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || (!text.Contains(':') && text.Count(static c => c == '.') != 3))
        {
            return null;
        }

        var bits = address.GetAddressBytes();
        if (slash < 0)
        {
            return new IPNetwork(address, bits.Length * 8);
        }

        if (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var length) || length > bits.Length * 8)
        {
            return null;
        }

        // nginx masks host bits away; IPNetwork refuses them.
        for (var i = 0; i < bits.Length; i++)
        {
            var keep = Math.Clamp(length - (i * 8), 0, 8);
            bits[i] &= (byte)(0xFF00 >> keep);
        }

        return new IPNetwork(new IPAddress(bits), length);
    }
}
