namespace Gatehouse.Net.Channels;

/// <summary>End of an attempt to connect.</summary>
/// <param name="Channel">The channel, null when there is none.</param>
/// <param name="Fault">Why there is none; <see cref="ChannelFault.None"/> with a channel.</param>
/// <param name="Reason">What exactly failed in a TLS handshake, for the log; null where the fault says it.</param>
public readonly record struct ConnectOutcome(Channel? Channel, ChannelFault Fault, string? Reason = null)
{
    /// <summary>Without the reason.</summary>
    public void Deconstruct(out Channel? channel, out ChannelFault fault) => (channel, fault) = (Channel, Fault);
}
