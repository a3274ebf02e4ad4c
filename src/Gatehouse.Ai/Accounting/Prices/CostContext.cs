namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>What besides tokens decides about a price.</summary>
/// <param name="Time">When the attempt began.</param>
/// <param name="ServiceTier">Tier that the vendor says it served; null = the standard one.</param>
/// <param name="Region">Where the deployment is pinned to; null = nowhere.</param>
/// <param name="IsBatch">Whether it was part of a batch.</param>
internal readonly record struct CostContext(DateTimeOffset Time, string? ServiceTier = null, string? Region = null, bool IsBatch = false);
