namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>What a pick depends on beside the peers.</summary>
/// <param name="Hash">Of the request, for <c>consistent-hashing</c>.</param>
/// <param name="Token">The <see cref="UpstreamPeer.Token"/> that the client's cookie names, for <c>sticky-sessions</c>; 0 = none.</param>
/// <param name="Now">Timestamp of the node's clock; read for slow start and <c>latency</c> only.</param>
internal readonly record struct PickInput(ulong Hash, UInt128 Token, long Now);
