namespace Gatehouse.Ai.Canonical;

/// <summary>Text.</summary>
internal sealed record TextPart(string Text) : Part;
