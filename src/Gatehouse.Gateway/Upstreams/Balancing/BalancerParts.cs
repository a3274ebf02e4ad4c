namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>What balancers of an upstream are made of beside its peers.</summary>
/// <param name="Cursor">Position that outlives balancers.</param>
/// <param name="SlowStart">How peers that came back are eased in.</param>
/// <param name="Time">The node's clock.</param>
/// <param name="Zone">Zone of the node, null = none.</param>
internal readonly record struct BalancerParts(WheelCursor Cursor, SlowStart SlowStart, TimeProvider Time, string? Zone);
