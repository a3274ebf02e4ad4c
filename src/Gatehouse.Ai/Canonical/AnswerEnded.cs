namespace Gatehouse.Ai.Canonical;

/// <summary>The vendor's terminator came: nothing is missing.</summary>
internal sealed record AnswerEnded : ChatEvent
{
    public static readonly AnswerEnded Instance = new();
}
