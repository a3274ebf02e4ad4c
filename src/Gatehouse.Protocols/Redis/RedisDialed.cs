namespace Gatehouse.Protocols.Redis;

/// <summary>End of an attempt to connect.</summary>
/// <param name="Connection">The connection, null when there is none.</param>
/// <param name="Reason">Why there is none; null with a connection.</param>
internal readonly record struct RedisDialed(RedisConnection? Connection, string? Reason);
