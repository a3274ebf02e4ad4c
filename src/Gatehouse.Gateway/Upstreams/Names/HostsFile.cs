using System.Collections.Frozen;
using System.Net;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>The entries of a hosts file (hosts(5)): <c>address name [alias…] [# comment]</c>, names without regard to case.</summary>
internal sealed class HostsFile
{
    private readonly FrozenDictionary<string, IPAddress[]> _addresses;

    private HostsFile(FrozenDictionary<string, IPAddress[]> addresses) => _addresses = addresses;

    /// <summary>No entries.</summary>
    public static HostsFile Empty { get; } = new(FrozenDictionary<string, IPAddress[]>.Empty);

    /// <summary>Reads a text; a line that does not begin with an address is skipped, as the system's resolver skips it.</summary>
    public static HostsFile Parse(string text)
    {
        var found = new Dictionary<string, List<IPAddress>>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split('#', 2)[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !IPAddress.TryParse(words[0], out var address))
            {
                continue;
            }

            foreach (string name in words.AsSpan(1))
            {
                if (!found.TryGetValue(name, out var addresses))
                {
                    found.Add(name, addresses = []);
                }

                if (!addresses.Contains(address))
                {
                    addresses.Add(address);
                }
            }
        }

        return new HostsFile(found.ToFrozenDictionary(static p => p.Key, static p => p.Value.ToArray(), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The addresses of a name; null when the file does not have it.</summary>
    public IPAddress[]? Find(string host) => _addresses.GetValueOrDefault(host.EndsWith('.') ? host[..^1] : host);
}
