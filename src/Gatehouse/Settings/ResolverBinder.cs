namespace Gatehouse.Settings;

/// <summary>Reads the DNS settings.</summary>
internal static class ResolverBinder
{
    private static readonly string[] Types = ["LAST", "SRV", "A", "AAAA", "CNAME"];

    public static ResolverSettings Read(SettingReader reader) => new()
    {
        HostsFile = reader.Path("dns_hostsfile"),
        PrefersIPv6 = PrefersIPv6(reader),
        ValidTtl = reader.Duration("dns_valid_ttl"),
        StaleTtl = reader.Duration("dns_stale_ttl") ?? TimeSpan.Zero,
        NotFoundTtl = reader.Duration("dns_not_found_ttl") ?? TimeSpan.Zero,
        ErrorTtl = reader.Duration("dns_error_ttl") ?? TimeSpan.Zero,
    };

    private static bool PrefersIPv6(SettingReader reader)
    {
        var order = reader.List("dns_order").Select(static type => type.ToUpperInvariant()).ToList();
        foreach (var type in order.Except(Types))
        {
            reader.Fail("dns_order", $"'{type}' is not a record type", $"write any of {string.Join(", ", Types)}");
        }

        if (reader.IsSet("dns_order") && order.Contains("SRV"))
        {
            reader.Warn("dns_order", "SRV records are not looked up: the system's resolver, which is asked, knows addresses only");
        }

        int v4 = order.IndexOf("A"), v6 = order.IndexOf("AAAA");
        return v6 >= 0 && (v4 < 0 || v6 < v4);
    }
}
