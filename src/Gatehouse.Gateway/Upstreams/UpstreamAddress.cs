using System.Net;
using Gatehouse.Gateway.Upstreams.Balancing;
using Gatehouse.Gateway.Upstreams.Health;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// One address of one upstream: the identity that state of its own hangs on. The same object serves as long as anything uses the
/// address, through changes of weight, of DNS answers and of snapshots.
/// </summary>
/// <param name="endPoint">Address and port.</param>
/// <param name="healthChanged">Told of each change of <see cref="Health"/>.</param>
internal sealed class UpstreamAddress(IPEndPoint endPoint, Action? healthChanged = null)
{
    /// <summary>Address and port, made once.</summary>
    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>Whether it may be chosen.</summary>
    public TargetHealth Health { get; } = new(healthChanged);

    /// <summary>Who judges it; null where nothing is checked (a service's own host).</summary>
    public AddressHealth? Judge { get; set; }

    /// <summary>How busy and how fast it is; kept up to date where the algorithm reads it.</summary>
    public TargetLoad Load { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => EndPoint.ToString();
}
