using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>The timer of a connection's watch.</summary>
internal sealed class RedisWatch(RedisConnection connection) : LoopTimer
{
    /// <inheritdoc/>
    protected override void OnElapsed() => connection.Watch();
}
