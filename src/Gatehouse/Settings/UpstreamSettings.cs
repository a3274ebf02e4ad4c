namespace Gatehouse.Settings;

/// <summary>Reuse of upstream connections.</summary>
/// <param name="PoolSize">Idle connections of one upstream address and event loop; 0 = none are kept.</param>
/// <param name="MaxRequests">Requests on one connection, null = no limit.</param>
/// <param name="IdleTimeout">How long an idle connection is kept, null = no limit.</param>
/// <param name="Zone">Zone of the node, null = none.</param>
public sealed record UpstreamSettings(int PoolSize, int? MaxRequests, TimeSpan? IdleTimeout, string? Zone = null);
