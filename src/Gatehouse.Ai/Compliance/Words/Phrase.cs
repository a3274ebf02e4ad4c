namespace Gatehouse.Ai.Compliance.Words;

/// <summary>The words of a phrase behind its first, in lower case, and what the phrase means.</summary>
internal sealed record Phrase(string[] Rest, WordFlags Flags);
