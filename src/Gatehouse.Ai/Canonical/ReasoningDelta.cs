namespace Gatehouse.Ai.Canonical;

/// <summary>More thought.</summary>
internal sealed record ReasoningDelta(string Text) : ChatEvent
{
    /// <inheritdoc/>
    public override bool IsContent => true;
}
