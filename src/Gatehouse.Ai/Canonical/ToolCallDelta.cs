namespace Gatehouse.Ai.Canonical;

/// <summary>A fragment of the JSON text of a call's arguments.</summary>
internal sealed record ToolCallDelta(int Index, string Arguments) : ChatEvent
{
    /// <inheritdoc/>
    public override bool IsContent => true;
}
