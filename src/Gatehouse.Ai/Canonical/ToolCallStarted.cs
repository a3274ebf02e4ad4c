namespace Gatehouse.Ai.Canonical;

/// <summary>A call begins; <paramref name="Index"/> counts calls of this answer from 0.</summary>
internal sealed record ToolCallStarted(int Index, string Id, string Name) : ChatEvent
{
    /// <inheritdoc/>
    public override bool IsContent => true;
}
