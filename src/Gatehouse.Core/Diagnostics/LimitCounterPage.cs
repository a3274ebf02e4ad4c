namespace Gatehouse.Core.Diagnostics;

/// <summary>A page of live counters.</summary>
/// <param name="Counters">The counters.</param>
/// <param name="Next">Cursor of the next page; null = there is none.</param>
public sealed record LimitCounterPage(IReadOnlyList<LimitCounter> Counters, long? Next);
