namespace Gatehouse.EndToEnd.Samples;

/// <summary>The sample about limits, tiers and costs.</summary>
public sealed class RateLimitingSample() : RunningSample("rate-limiting");
