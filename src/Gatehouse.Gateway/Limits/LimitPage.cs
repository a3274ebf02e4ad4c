namespace Gatehouse.Gateway.Limits;

/// <summary>A page of live counters.</summary>
/// <param name="Readings">The counters.</param>
/// <param name="Next">Cursor of the next page; null = there is none.</param>
internal sealed record LimitPage(IReadOnlyList<LimitReading> Readings, long? Next);
