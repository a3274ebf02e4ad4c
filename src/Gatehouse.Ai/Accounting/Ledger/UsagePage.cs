namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>A page of sums.</summary>
/// <param name="Rows">By rising keys.</param>
/// <param name="NextOffset">Where the next page begins; null = there is none.</param>
internal sealed record UsagePage(IReadOnlyList<UsageRow> Rows, int? NextOffset);
