namespace Gatehouse.Core.Diagnostics;

/// <summary>A page of sums.</summary>
/// <param name="Sums">By rising keys.</param>
/// <param name="Next">Where the next page begins; null = there is none.</param>
public sealed record UsageSumPage(IReadOnlyList<UsageSum> Sums, int? Next);
