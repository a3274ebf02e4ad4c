using System.Net;

namespace Gatehouse.Settings;

/// <summary>Reads the DNS settings.</summary>
internal static class ResolverBinder
{
    private const int DnsPort = 53;
    private static readonly string[] Types = ["LAST", "SRV", "A", "AAAA", "CNAME"];

    public static ResolverSettings Read(SettingReader reader) => new()
    {
        Servers = Servers(reader),
        HostsFile = reader.Path("dns_hostsfile") ?? "/etc/hosts",
        Order = Order(reader),
        ValidTtl = reader.Duration("dns_valid_ttl"),
        StaleTtl = reader.Duration("dns_stale_ttl") ?? TimeSpan.Zero,
        NotFoundTtl = reader.Duration("dns_not_found_ttl") ?? TimeSpan.Zero,
        ErrorTtl = reader.Duration("dns_error_ttl") ?? TimeSpan.Zero,
        CacheSize = reader.Integer("dns_cache_size") ?? 10000,
    };

    private static List<IPEndPoint> Servers(SettingReader reader)
    {
        var servers = new List<IPEndPoint>();
        foreach (var text in reader.List("dns_resolver"))
        {
            // IPEndPoint reads "::1" as an address without a port, and gives port 0.
            if (IPEndPoint.TryParse(text, out var server) && (text.Contains(':') || text.Count(static c => c == '.') == 3))
            {
                servers.Add(server.Port == 0 ? new IPEndPoint(server.Address, DnsPort) : server);
            }
            else
            {
                reader.Fail("dns_resolver", $"'{text}' is not the address of a name server", "write ip or ip:port");
            }
        }

        return servers;
    }

    private static List<string> Order(SettingReader reader)
    {
        var order = reader.List("dns_order").Select(static type => type.ToUpperInvariant()).ToList();
        foreach (var type in order.Except(Types))
        {
            reader.Fail("dns_order", $"'{type}' is not a record type", $"write any of {string.Join(", ", Types)}");
        }

        return order;
    }
}
