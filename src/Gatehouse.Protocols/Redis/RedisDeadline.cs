using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>Ends a connection that is not set up in time.</summary>
internal sealed class RedisDeadline(RedisConnection connection) : LoopTimer
{
    /// <inheritdoc/>
    protected override void OnElapsed()
        => connection.Close("the server did not answer in time", ChannelFault.Timeout);
}
