namespace Gatehouse.Settings;

/// <summary>Reads the <c>*_listen</c> settings.</summary>
internal static class ListenBinder
{
    public static IReadOnlyList<ListenAddress> Read(SettingReader reader, string key)
    {
        var entries = reader.List(key);
        var addresses = new List<ListenAddress>();
        if (entries is ["off"])
        {
            return addresses;
        }

        if (entries.Count == 0)
        {
            reader.Fail(key, "is empty", $"{ListenParser.Usage}; or off");
        }

        foreach (var entry in entries)
        {
            if (entry == "off")
            {
                reader.Fail(key, "has off beside addresses", "write either off or addresses");
            }
            else if (!ListenParser.TryParse(entry, out var address, out var problem))
            {
                reader.Fail(key, $"'{entry}' {problem}", ListenParser.Usage);
            }
            else
            {
                if (problem is not null)
                {
                    reader.Warn(key, $"'{entry}': {problem}");
                }

                addresses.Add(address!);
            }
        }

        return addresses;
    }

    /// <summary>Two listeners cannot have one address; the message is better here than from the kernel.</summary>
    public static void RefuseSharedPorts(SettingReader reader, NodeSettings settings)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, addresses) in (ReadOnlySpan<(string, IReadOnlyList<ListenAddress>)>)
            [
                ("proxy_listen", settings.ProxyListen), ("admin_listen", settings.AdminListen),
                ("status_listen", settings.StatusListen), ("echo_listen", settings.EchoListen),
            ])
        {
            foreach (var address in addresses)
            {
                var endPoint = address.EndPoint.ToString();
                if (address.EndPoint.Port != 0 && !taken.TryAdd(endPoint, key))
                {
                    reader.Fail(key, $"listens on {endPoint}, which {taken[endPoint]} has already", "give each listener an address of its own");
                }
            }
        }
    }
}
