using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>Aborts a channel when a deadline passes: for the short phases before a connection has an owner with timers.</summary>
internal sealed class AbortTimer(Channel channel) : LoopTimer
{
    protected internal override void OnElapsed() => channel.Abort(ChannelFault.Timeout);
}
