namespace Gatehouse.Core.Diagnostics;

/// <summary>A limit as an administrator sees it.</summary>
/// <param name="Name">Its name; of a tier with the tier before it, <c>gold/minute</c>.</param>
/// <param name="Algorithm">How it counts, as the configuration spells it.</param>
/// <param name="Limit">Units.</param>
/// <param name="WindowSize">Seconds; null where there is no window.</param>
public sealed record LimitDescription(string Name, string Algorithm, long Limit, long? WindowSize);
