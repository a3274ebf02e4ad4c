using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>Ends a connection that is not set up in time.</summary>
internal sealed class RedisDeadline(RedisConnection connection) : LoopTimer
{
    /// <summary>Whether it came to that.</summary>
    public bool HasPassed { get; private set; }

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        HasPassed = true;
        connection.Close("it was not set up in time", ChannelFault.Timeout);
    }
}
