using System.Net.Sockets;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>A connection that gives its place back when it is closed.</summary>
internal sealed class CountedStream(Socket socket, ConnectionQuota quota) : NetworkStream(socket, ownsSocket: true)
{
    private int _isReleased;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            quota.Release();
        }
    }
}
