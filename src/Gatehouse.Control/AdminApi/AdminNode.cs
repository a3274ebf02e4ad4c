using System.Text.Json.Nodes;

namespace Gatehouse.Control.AdminApi;

/// <summary>What <c>GET /</c> says of the node.</summary>
public sealed record AdminNode
{
    /// <summary>Identity of the node.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>Version of this program.</summary>
    public required string ProductVersion { get; init; }

    /// <summary>Effective settings with secrets replaced.</summary>
    public required JsonObject Configuration { get; init; }

    /// <summary>Event loops.</summary>
    public required int WorkerCount { get; init; }
}
