using System.Net;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// One bidirectional stream of bytes that belongs to one <see cref="Loop"/>. Every member is called on that loop's
/// thread and every await comes back to it. At most one read and one write may be pending at a time; a read and a
/// write may be pending together.
/// </summary>
/// <remarks>
/// Expected failures are values, not exceptions: a peer that resets is as ordinary as one that answers, and an
/// attacker must not be able to buy exceptions at the price of a packet.
/// </remarks>
public abstract class Channel
{
    /// <summary>The loop that owns this channel.</summary>
    public abstract Loop Loop { get; }

    /// <summary>Address of the peer as the transport sees it (before PROXY protocol), or null in memory.</summary>
    public abstract IPEndPoint? RemoteEndPoint { get; }

    /// <summary>Our own address on this connection, or null in memory.</summary>
    public abstract IPEndPoint? LocalEndPoint { get; }

    /// <summary>Why the channel failed, <see cref="ChannelFault.None"/> while it has not.</summary>
    public abstract ChannelFault Fault { get; }

    /// <summary>
    /// Called on the loop when the peer has reset the connection, also while nobody reads or writes; null (the default) =
    /// nobody asks. A peer that has ended its direction in good order (FIN) may still wait for an answer and is not reported.
    /// Costs nothing until it happens. A transport that cannot tell without reading (System.Net.Sockets) never calls it; there
    /// the next operation fails.
    /// </summary>
    public virtual Action? PeerReset { get; set; }

    /// <summary>
    /// Called on the loop when the peer has ended its direction in good order (FIN), also while nobody reads and with bytes before it
    /// still unread; null (the default) = nobody asks. A transport that cannot tell without reading (System.Net.Sockets) never calls it.
    /// </summary>
    public virtual Action? PeerEnded { get; set; }

    /// <summary>Whether the peer is known to have ended its direction, or reset the connection.</summary>
    public virtual bool HasPeerEnded => false;

    /// <summary>
    /// Reads what is there, waiting for the first byte. Returns the number of bytes (1…length), 0 at the end of the
    /// stream, or −1 when the channel failed (see <see cref="Fault"/>). An empty <paramref name="buffer"/> waits until a
    /// read would not block and then returns 0 without consuming anything, so that idle connections need no buffer.
    /// </summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>
    /// Like <see cref="ReadAsync"/> but never waits: −2 when nothing is there now.
    /// </summary>
    public abstract int TryRead(Span<byte> buffer);

    /// <summary>Writes everything; completes with false when the channel failed before all of it was taken.</summary>
    public abstract ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer);

    /// <summary>Ends our direction of the stream (FIN, or TLS close_notify then FIN); reads go on.</summary>
    public abstract ValueTask ShutdownAsync();

    /// <summary>Fails pending and later operations with <paramref name="fault"/> and closes at once. Idempotent.</summary>
    public abstract void Abort(ChannelFault fault);

    /// <summary>Closes in good order without waiting. Idempotent; pending operations fail with <see cref="ChannelFault.Aborted"/>.</summary>
    public abstract void Close();
}
