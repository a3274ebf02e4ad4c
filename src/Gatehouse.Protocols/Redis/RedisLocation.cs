namespace Gatehouse.Protocols.Redis;

/// <summary>Answer of a locator.</summary>
/// <param name="Servers">Servers to try, best first.</param>
/// <param name="Reason">Why there are none; null with servers.</param>
internal readonly record struct RedisLocation(IReadOnlyList<RedisEndPoint> Servers, string? Reason);
