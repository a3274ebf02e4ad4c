using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// The one timer of an attempt: write or read timeout of the service, whichever is running. When it fires, the watched channel
/// fails with <see cref="ChannelFault.Timeout"/> and the pending operation sees that.
/// </summary>
internal sealed class ChannelDeadline(Loop loop) : LoopTimer
{
    private Channel? _channel;

    /// <summary>Watches a channel; nothing is armed yet.</summary>
    public void Watch(Channel channel) => _channel = channel;

    /// <summary>Starts (or restarts) the time.</summary>
    public void Start(int milliseconds) => loop.Arm(this, milliseconds);

    /// <summary>Stops the time: the next move is not the peer's.</summary>
    public void Stop() => loop.Disarm(this);

    /// <summary>Forgets the channel.</summary>
    public void Release()
    {
        Stop();
        _channel = null;
    }

    /// <inheritdoc/>
    protected override void OnElapsed() => _channel?.Abort(ChannelFault.Timeout);
}
