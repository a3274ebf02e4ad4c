using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Listeners;

/// <summary>Live figures of this node, summed when somebody asks.</summary>
internal sealed class NodeStatus(NodeCounters counters, GatewayHost host) : INodeStatus
{
    private static readonly string NoHash = new('0', 32);

    private volatile bool _isDraining;

    /// <inheritdoc/>
    public long ConnectionsAccepted => counters.ConnectionsAccepted;

    /// <inheritdoc/>
    public long ConnectionsHandled => counters.ConnectionsHandled;

    /// <inheritdoc/>
    public long ConnectionsActive => counters.ConnectionsActive;

    /// <inheritdoc/>
    public long ConnectionsReading => 0;

    /// <inheritdoc/>
    public long ConnectionsWriting => Math.Max(0, counters.RequestsInFlight);

    /// <inheritdoc/>
    public long ConnectionsWaiting => Math.Max(0, ConnectionsActive - ConnectionsWriting);

    /// <inheritdoc/>
    public long TotalRequests => counters.TotalRequests;

    /// <inheritdoc/>
    public string ConfigurationHash => host.Current?.Config.Hash ?? NoHash;

    /// <inheritdoc/>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }
}
