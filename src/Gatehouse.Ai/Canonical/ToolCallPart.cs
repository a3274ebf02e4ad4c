namespace Gatehouse.Ai.Canonical;

/// <summary>A call that the model wants made. <paramref name="Arguments"/> is JSON text as the model wrote it, which need not be valid.</summary>
internal sealed record ToolCallPart(string Id, string Name, string Arguments) : Part;
