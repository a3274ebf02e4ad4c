using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// The one timer of an attempt: write or read timeout of the service, whichever is running. When it fires, the watched channel
/// fails with <see cref="ChannelFault.Timeout"/> and the pending operation sees that.
/// </summary>
internal sealed class ChannelDeadline(Loop loop) : LoopTimer
{
    private Channel? _channel, _other;

    /// <summary>Watches a channel; nothing is armed yet.</summary>
    public void Watch(Channel channel) => _channel = channel;

    /// <summary>
    /// Watches a second channel with the first: in a tunnel neither side may keep the other, and one that waits to write to a
    /// client who does not read would not notice that the upstream's side ended.
    /// </summary>
    public void WatchBoth(Channel other) => _other = other;

    /// <summary>Starts (or restarts) the time.</summary>
    public void Start(int milliseconds) => loop.Arm(this, milliseconds);

    /// <summary>Stops the time: the next move is not the peer's.</summary>
    public void Stop() => loop.Disarm(this);

    /// <summary>Gives the watched channel up at once: nobody wants what it would bring.</summary>
    public void Cancel() => _channel?.Abort(ChannelFault.Aborted);

    /// <summary>Forgets the channel.</summary>
    public void Release()
    {
        Stop();
        _channel = _other = null;
    }

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        _channel?.Abort(ChannelFault.Timeout);
        _other?.Abort(ChannelFault.Timeout);
    }
}
