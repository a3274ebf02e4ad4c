using System.Net;

namespace Gatehouse.Core.Diagnostics;

/// <summary>Health of the targets of upstream entities, for the Admin API.</summary>
public interface IUpstreamHealth
{
    /// <summary>What is known of an upstream; null when the configuration that serves has none of that id.</summary>
    UpstreamReport? Read(string upstreamId);

    /// <summary>Takes the addresses of a target out, or lets them back; false when there is no such address.</summary>
    /// <param name="upstreamId">Id of the upstream.</param>
    /// <param name="target">The target as <c>host:port</c>.</param>
    /// <param name="address">One of its addresses; null = all.</param>
    /// <param name="isHealthy">What they are from now on.</param>
    bool TrySet(string upstreamId, string target, IPEndPoint? address, bool isHealthy);
}
