namespace Gatehouse.Ai.Canonical;

/// <summary>The model's words for not answering, where the dialect tells them from text (OpenAI).</summary>
internal sealed record RefusalPart(string Text) : Part;
