namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>An element of <c>tool_calls</c>: a piece of a call in a stream, all of it otherwise. Null = not there.</summary>
internal readonly record struct OpenAiToolFragment(int? Index, string? Id, string? Name, string? Arguments);
