using System.Net;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// One address of one upstream: the identity that state of its own hangs on. The same object serves as long as anything uses the
/// address, through changes of weight, of DNS answers and of snapshots.
/// </summary>
internal sealed class UpstreamAddress(IPEndPoint endPoint)
{
    /// <summary>Address and port, made once.</summary>
    public IPEndPoint EndPoint { get; } = endPoint;

    /// <inheritdoc/>
    public override string ToString() => EndPoint.ToString();
}
