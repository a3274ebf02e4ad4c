namespace Gatehouse.EndToEnd.Ai;

/// <summary>What a client saw of one flow: a value as JSON, or why it failed.</summary>
internal sealed record Observation(string Surface, string Provider, string Flow, string? Value, string? Error);
