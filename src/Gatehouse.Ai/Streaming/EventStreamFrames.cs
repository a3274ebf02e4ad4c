using Gatehouse.Ai.Canonical;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Streaming;

/// <summary>
/// Cuts <c>application/vnd.amazon.eventstream</c> into frames by their lengths, whose checksum is checked here; that of the frame is checked
/// by who decodes it. Holds one frame at most, and what came with its end.
/// </summary>
internal sealed class EventStreamFrames(EventStreamLimits? limits = null) : IFrameReader
{
    private const int KeptBytes = 64 * 1024;

    private readonly EventStreamLimits _limits = limits ?? EventStreamLimits.Default;
    private byte[] _held = [];
    private int _start;
    private int _whole;
    private int _end;

    /// <inheritdoc/>
    public int Pending => _end - _start;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> piece)
    {
        Hold(piece);
        while (_end - _whole >= EventStreamLimits.PreludeBytes)
        {
            var error = EventStreamPrelude.Read(_held.AsSpan(_whole), _limits, out var prelude);
            if (error != EventStreamError.None)
            {
                throw new AiException(AiErrorKind.VendorFailed, $"The provider's stream is no event stream ({error}).");
            }

            if (_end - _whole < prelude.TotalLength)
            {
                return;
            }

            _whole += prelude.TotalLength;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> frame)
    {
        if (_start == _whole)
        {
            frame = default;
            return false;
        }

        EventStreamPrelude.Read(_held.AsSpan(_start), _limits, out var prelude);
        frame = _held.AsSpan(_start, prelude.TotalLength);
        _start += prelude.TotalLength;
        return true;
    }

    /// <inheritdoc/>
    public void End()
    {
        // A frame says its length: one that is not whole never will be.
    }

    private void Hold(ReadOnlySpan<byte> piece)
    {
        int kept = _end - _start;
        if (_held.Length - _end < piece.Length)
        {
            bool fits = kept + piece.Length <= _held.Length && _held.Length <= KeptBytes;
            var into = fits ? _held : new byte[Math.Max(1024, (kept + piece.Length) * 2)];
            _held.AsSpan(_start, kept).CopyTo(into);
            (_held, _start, _whole, _end) = (into, 0, _whole - _start, kept);
        }

        piece.CopyTo(_held.AsSpan(_end));
        _end += piece.Length;
    }
}
