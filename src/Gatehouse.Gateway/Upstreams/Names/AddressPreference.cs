using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>
/// Picks one family of the addresses of a name. Never both: a service that listens on one of them only would lose every second
/// connection.
/// </summary>
internal readonly record struct AddressPreference(bool PrefersIPv6)
{
    /// <summary>The addresses of the preferred family, or all when there is none of it.</summary>
    public IPAddress[] Of(IPAddress[] all)
    {
        var family = PrefersIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        IPAddress[] preferred = Array.FindAll(all, a => a.AddressFamily == family);
        return preferred.Length > 0 ? preferred : all;
    }
}
