namespace Gatehouse.Net.Channels;

/// <summary>Why a channel stopped carrying bytes. Once set it never changes.</summary>
public enum ChannelFault
{
    /// <summary>Nothing went wrong.</summary>
    None = 0,

    /// <summary>The peer reset the connection, or the network did.</summary>
    Reset,

    /// <summary>A deadline passed; whoever owned the deadline called <see cref="Channel.Abort"/>.</summary>
    Timeout,

    /// <summary>Our side gave up on the connection (drain limit, protocol error, other side gone).</summary>
    Aborted,

    /// <summary>The TLS layer failed: handshake, alert or a broken record.</summary>
    Tls,

    /// <summary>Nobody listens at the address (connecting only).</summary>
    Refused,

    /// <summary>The network knows no way to the address, or there are no descriptors left to go it (connecting only).</summary>
    Unreachable,
}
