namespace Gatehouse.Ai.Canonical;

/// <summary>Whether and which tool the model must call.</summary>
internal sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null);
