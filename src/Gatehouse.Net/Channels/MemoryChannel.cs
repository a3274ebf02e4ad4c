using System.Net;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// Two channels joined in memory, on one loop. They behave as sockets do: bounded buffers, half close, reset, and the
/// peer learns of everything in a later turn.
/// </summary>
public static class MemoryChannel
{
    /// <summary>Makes a joined pair.</summary>
    /// <param name="loop">Owner of both ends.</param>
    /// <param name="capacity">Bytes that fit into each direction before a write waits. Default 64 KiB, at least 1.</param>
    public static (Channel Left, Channel Right) CreatePair(Loop loop, int capacity = 64 * 1024)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var leftToRight = new MemoryPipe(capacity);
        var rightToLeft = new MemoryPipe(capacity);
        var left = new End(loop, rightToLeft, leftToRight);
        var right = new End(loop, leftToRight, rightToLeft);
        left.Peer = right;
        right.Peer = left;
        return (left, right);
    }

    private sealed class End(Loop loop, MemoryPipe incoming, MemoryPipe outgoing) : ReadinessChannel(loop)
    {
        private bool _reset;

        public End Peer { get; set; } = null!;

        public override IPEndPoint? RemoteEndPoint => null;

        public override IPEndPoint? LocalEndPoint => null;

        public override bool HasPeerEnded => _reset || incoming.Ended;

        protected override int ReceiveCore(Span<byte> buffer)
        {
            int ready = PeekCore();
            if (ready != 0)
            {
                return ready;
            }
            int n = incoming.Read(buffer);
            if (n > 0)
            {
                Peer.Notify(writable: true);
            }
            return n;
        }

        protected override int PeekCore()
        {
            if (_reset)
            {
                return FailRead(ChannelFault.Reset);
            }
            return incoming.Count > 0 || incoming.Ended ? 0 : WouldBlock;
        }

        protected override int SendCore(ReadOnlySpan<byte> buffer)
        {
            if (_reset || Peer.IsClosed || outgoing.Ended)
            {
                return Failed;
            }
            int n = outgoing.Write(buffer);
            if (n == 0)
            {
                return WouldBlock;
            }
            Peer.Notify(writable: false);
            return n;
        }

        // The peer tells of every change.
        protected override void WaitReadable()
        {
        }

        protected override void WaitWritable(ReadOnlyMemory<byte> rest)
        {
        }

        protected override void ShutdownCore()
        {
            outgoing.Ended = true;
            Peer.Notify(writable: false);
            Loop.Post(static end => ((End)end!).OnEnded(), Peer);
        }

        protected override void ReleaseCore(bool reset)
        {
            outgoing.Ended = true;
            Peer._reset |= reset;
            Peer.Notify(writable: false);
            Peer.Notify(writable: true);
            Loop.Post(reset ? static end => ((End)end!).OnReset() : static end => ((End)end!).OnEnded(), Peer);
        }

        private void Notify(bool writable)
        {
            if (IsClosed)
            {
                return;
            }
            Loop.Post(
                writable ? static end => ((End)end!).OnWritable() : static end => ((End)end!).OnReadable(),
                this);
        }
    }
}
