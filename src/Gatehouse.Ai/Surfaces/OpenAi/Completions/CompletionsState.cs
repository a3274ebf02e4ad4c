namespace Gatehouse.Ai.Surfaces.OpenAi.Completions;

/// <summary>What a legacy completion must know again: the prompt, where it is to be echoed; null = it is not.</summary>
internal sealed record CompletionsState(string? Echo);
