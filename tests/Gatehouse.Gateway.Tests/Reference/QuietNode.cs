using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Gateway.Tests.Reference;

/// <summary>A node on which nothing happens.</summary>
internal sealed class QuietNode : INodeStatus
{
    public long ConnectionsAccepted => 0;

    public long ConnectionsHandled => 0;

    public long ConnectionsActive => 0;

    public long ConnectionsReading => 0;

    public long ConnectionsWriting => 0;

    public long ConnectionsWaiting => 0;

    public long TotalRequests => 0;

    public string ConfigurationHash => "";

    public bool IsDraining { get; set; }
}
