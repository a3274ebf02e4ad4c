namespace Gatehouse.Ai.Canonical;

/// <summary>What a tool answered. <paramref name="Name"/> is null where the dialect does not repeat it.</summary>
internal sealed record ToolResultPart(string CallId, string? Name, IReadOnlyList<Part> Content) : Part
{
    /// <summary>Whether the tool failed.</summary>
    public bool IsError { get; init; }
}
