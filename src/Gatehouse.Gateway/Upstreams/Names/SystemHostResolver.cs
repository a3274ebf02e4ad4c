using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>
/// The system's resolver (getaddrinfo): honours /etc/hosts, resolv.conf and nsswitch.
/// </summary>
internal sealed class SystemHostResolver(AddressPreference preference) : IHostResolver
{
    // getaddrinfo blocks for up to (servers × attempts × 5 s). A pool thread held that long starves everything else on the
    // pool when DNS is down, so each look-up has a thread of its own; NameResolver bounds how many.
    public Task<HostAnswer> ResolveAsync(string host)
        => Task.Factory.StartNew(
            state => Resolve((string)state!),
            host,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    private HostAnswer Resolve(string host)
    {
        try
        {
            return HostAnswer.Found(preference.Of(Dns.GetHostAddresses(host)));
        }
        catch (SocketException e)
        {
            return IsLocalhost(host) ? HostAnswer.Found(IPAddress.Loopback)
                : e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData ? HostAnswer.NotFound
                : HostAnswer.Failed;
        }
        catch (ArgumentException)
        {
            // Longer than a name can be, or not one: DNS will never know it.
            return HostAnswer.NotFound;
        }
    }

    /// <summary>RFC 6761 §6.3: these names are loopback even where no hosts file says so.</summary>
    private static bool IsLocalhost(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
