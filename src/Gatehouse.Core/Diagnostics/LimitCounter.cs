namespace Gatehouse.Core.Diagnostics;

/// <summary>A live counter.</summary>
/// <param name="Limit">Name of the limit.</param>
/// <param name="Key">Whose it is: 32 hexadecimal digits. Identities themselves are not kept.</param>
/// <param name="Max">Units that the limit allows.</param>
/// <param name="Remaining">Units left.</param>
/// <param name="ResetSeconds">Until all are there again; null when nobody can know.</param>
public sealed record LimitCounter(string Limit, string Key, long Max, long Remaining, double? ResetSeconds);
