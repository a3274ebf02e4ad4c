using System.Net.Sockets;

namespace Gatehouse.TestKit.Origins;

/// <summary>One stream of a <see cref="SseVendor"/>: what is left of it, and of the piece that did not fit into the socket.</summary>
internal sealed class SseStream(Socket socket, byte[] head, byte[] piece, byte[] end, int events)
{
    private byte[] _current = head;
    private bool _isInHead = true;
    private int _offset;
    private int _left = events;

    /// <summary>True when all of it was sent, false when its reader left.</summary>
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends the next event, unless the reader is behind. Null: there is more to come.</summary>
    public bool? Advance(ref long sent)
    {
        while (true)
        {
            if (_offset < _current.Length)
            {
                int count = socket.Send(_current.AsSpan(_offset), SocketFlags.None, out var error);
                if (error is SocketError.WouldBlock or SocketError.IOPending)
                {
                    return null;
                }

                if (error != SocketError.Success)
                {
                    return false;
                }

                _offset += count;
                continue;
            }

            if (ReferenceEquals(_current, end))
            {
                return true;
            }

            _offset = 0;
            if (_isInHead)
            {
                _isInHead = false;
                _current = piece;
                continue;
            }

            sent++;
            if (--_left > 0)
            {
                return null;
            }

            _current = end;
        }
    }
}
