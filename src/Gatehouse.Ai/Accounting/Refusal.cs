namespace Gatehouse.Ai.Accounting;

/// <summary>A refusal: which budget and until when, and no figure, which might be another tenant's.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Budget">Name of the budget; null where none is to blame.</param>
/// <param name="ResetsAt">When it is worth another try, UTC; null = when somebody ends or pays.</param>
internal sealed record Refusal(RefusalReason Reason, string? Budget = null, DateTimeOffset? ResetsAt = null);
