namespace Gatehouse.Ai.Canonical;

/// <summary>The text, thought or call that was being sent is complete.</summary>
internal sealed record PartEnded : ChatEvent
{
    public static readonly PartEnded Instance = new();
}
