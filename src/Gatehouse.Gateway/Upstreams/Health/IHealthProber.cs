using System.Net;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Goes and looks.</summary>
internal interface IHealthProber
{
    /// <summary>Sends one probe. Every outcome is a result, none an exception.</summary>
    Task<ProbeResult> ProbeAsync(ProbeTarget target);

    /// <summary>Whether somebody accepts a connection within a second.</summary>
    Task<bool> KnockAsync(IPEndPoint endPoint);
}
