using System.Net;
using System.Net.Sockets;

namespace Gatehouse.TestKit.Processes;

/// <summary>
/// A loopback port for a server that must be told one. Prefer servers that bind port 0 and report what they got.
/// Ports come from below the kernel's ephemeral range (32768 upwards), so that no outgoing connection can take one
/// between the choice here and the bind of the server.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // Two test processes at the same time start at different places.
    private static int _next = Environment.ProcessId * 61 % Count;

    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Somebody's; the next one then.
            }
        }

        throw new InvalidOperationException("no free loopback port");
    }
}
