namespace Gatehouse.Ai.Canonical;

/// <summary>The vendor reported an error inside the stream, or the stream broke off.</summary>
internal sealed record AnswerFailed(AiError Error) : ChatEvent;
