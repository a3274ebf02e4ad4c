namespace Gatehouse.Core.Diagnostics;

/// <summary>Live figures of this node for <c>/status</c> and <c>/status/ready</c>.</summary>
public interface INodeStatus
{
    long ConnectionsAccepted { get; }

    long ConnectionsHandled { get; }

    long ConnectionsActive { get; }

    /// <summary>Connections that are reading a request head.</summary>
    long ConnectionsReading { get; }

    /// <summary>Connections with an exchange in flight.</summary>
    long ConnectionsWriting { get; }

    /// <summary>Idle keep-alive connections.</summary>
    long ConnectionsWaiting { get; }

    long TotalRequests { get; }

    /// <summary>Hash of the configuration that serves now; 32 zeros = none.</summary>
    string ConfigurationHash { get; }

    /// <summary>Whether the node is draining; settable by <c>POST /status/ready</c>.</summary>
    bool IsDraining { get; set; }
}
