namespace Gatehouse.Ai.Canonical;

/// <summary>The vendor's count so far; later reports win field by field.</summary>
internal sealed record UsageReported(TokenUsage Usage) : ChatEvent;
