using System.Runtime.CompilerServices;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Finds frame headers in a stream of bytes that arrives in pieces of any size. It judges nothing: Kestrel validates frames.
/// </summary>
internal struct FrameScanner
{
    private HeaderBytes _partial;
    private int _have;
    private int _skip;

    /// <param name="preface">Bytes before the first frame: 24 from a client, 0 from a server.</param>
    public FrameScanner(int preface) => _skip = preface;

    /// <summary>Takes bytes up to and including the next frame header; false when they ended first.</summary>
    public bool TryNext(ref ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        int skipped = Math.Min(_skip, bytes.Length);
        _skip -= skipped;
        bytes = bytes[skipped..];

        Span<byte> partial = _partial;
        int taken = Math.Min(FrameHeader.Size - _have, bytes.Length);
        bytes[..taken].CopyTo(partial[_have..]);
        bytes = bytes[taken..];
        _have += taken;
        if (_have < FrameHeader.Size)
        {
            header = default;
            return false;
        }

        header = new FrameHeader((partial[0] << 16) | (partial[1] << 8) | partial[2], (FrameType)partial[3], partial[4]);
        _have = 0;
        _skip = header.Length;
        return true;
    }

    [InlineArray(FrameHeader.Size)]
    private struct HeaderBytes
    {
        private byte _item;
    }
}
