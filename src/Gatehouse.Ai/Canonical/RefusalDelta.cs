namespace Gatehouse.Ai.Canonical;

/// <summary>More of a refusal.</summary>
internal sealed record RefusalDelta(string Text) : ChatEvent
{
    /// <inheritdoc/>
    public override bool IsContent => true;
}
