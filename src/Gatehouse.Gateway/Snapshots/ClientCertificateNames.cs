using System.Net;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>The server names under which routes that want client certificates can be reached.</summary>
internal sealed class ClientCertificateNames
{
    private readonly SniSet? _names;
    private readonly bool _all, _unnamed;

    public ClientCertificateNames(IEnumerable<RouteConfig> routes)
    {
        var names = new List<string>();
        foreach (var route in routes)
        {
            if (route is { Expression: null, Snis.Count: > 0 })
            {
                names.AddRange(route.Snis);
            }
            else if (route is { Expression: null, Hosts.Count: > 0 })
            {
                // Host must be the server name (Misdirected), so that its hosts are the names it can be reached under.
                names.AddRange(route.Hosts.Select(NameOf));
                _unnamed |= route.Hosts.Any(h => IPAddress.TryParse(NameOf(h), out _));
            }
            else
            {
                _all = true;
            }
        }

        _names = SniSet.From(names, allowWildcards: true);
    }

    /// <summary>Whether such a route can be reached under a name; empty = the client names none.</summary>
    public bool Contains(string serverName)
        => _all || (serverName.Length == 0 ? _unnamed : _names?.Contains(serverName) == true);

    private static string NameOf(string host)
        => Encoding.UTF8.GetString(HostPort.Split(Encoding.UTF8.GetBytes(host), out _)).Trim('[', ']');
}
