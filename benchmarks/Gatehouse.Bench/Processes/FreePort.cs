using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Bench.Processes;

/// <summary>A loopback port nobody listened on a moment ago: for servers that cannot report the port they chose.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
