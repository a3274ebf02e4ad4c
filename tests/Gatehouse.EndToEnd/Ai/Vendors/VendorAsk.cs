using System.Text.Json.Nodes;
using Gatehouse.TestKit.Http;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>A request at a vendor.</summary>
internal sealed record VendorAsk(HttpMessage Message, JsonNode Body)
{
    public required string Model { get; init; }

    public bool IsStream { get; init; }

    /// <summary>Names of the tools it may call.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Results of tools in the conversation.</summary>
    public IReadOnlyList<string> ToolResults { get; init; } = [];

    public bool WantsSchema { get; init; }

    public bool WantsThinking { get; init; }

    /// <summary>Texts to embed; empty = a chat.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];
}
