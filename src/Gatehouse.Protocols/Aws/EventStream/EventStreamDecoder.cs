using System.Buffers.Binary;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>
/// Reads frames of <c>application/vnd.amazon.eventstream</c> out of pieces that end anywhere:
/// <code>
/// u32 total length · u32 headers length · u32 CRC of these 8 octets · headers · payload · u32 CRC of all before
/// </code>
/// all big-endian. Holds one frame; its buffer grows as octets arrive, never ahead of them, so a length alone costs nothing.
/// Not for use by two threads.
/// </summary>
/// <param name="limits">Bounds on a frame; null = <see cref="EventStreamLimits.Default"/>.</param>
public sealed class EventStreamDecoder(EventStreamLimits? limits = null)
{
    private const int KeptBytes = 64 * 1024;

    private readonly EventStreamLimits _limits = limits ?? EventStreamLimits.Default;
    private EventStreamHeader[] _headers = [];
    private byte[] _frame = new byte[512];
    private int _held;
    private EventStreamPrelude _prelude;
    private bool _isTaken;

    /// <summary>The frame that was read last; good until the next call of <see cref="Read"/>.</summary>
    public EventStreamMessage Message { get; private set; }

    /// <summary>Why the stream cannot be read.</summary>
    public EventStreamError Error { get; private set; }

    /// <summary>Reads on. After <see cref="EventStreamStatus.Complete"/> call again with the rest of the input.</summary>
    /// <param name="input">What has come.</param>
    /// <param name="used">Octets that are done with; all of them unless a frame is complete.</param>
    public EventStreamStatus Read(ReadOnlySpan<byte> input, out int used)
    {
        used = 0;
        if (Error != EventStreamError.None)
        {
            return EventStreamStatus.Malformed;
        }

        Forget();
        if (_held < EventStreamLimits.PreludeBytes)
        {
            used = Hold(input, EventStreamLimits.PreludeBytes);
            if (_held < EventStreamLimits.PreludeBytes)
            {
                return EventStreamStatus.Incomplete;
            }

            if (EventStreamPrelude.Read(_frame, _limits, out _prelude) is var error and not EventStreamError.None)
            {
                return Fail(error);
            }
        }

        used += Hold(input[used..], _prelude.TotalLength);
        if (_held < _prelude.TotalLength)
        {
            return EventStreamStatus.Incomplete;
        }

        return TakeFrame() is var failure and not EventStreamError.None ? Fail(failure) : EventStreamStatus.Complete;
    }

    /// <summary>Says that nothing more comes. <see cref="EventStreamError.Truncated"/> when a frame had begun.</summary>
    public EventStreamError End()
    {
        if (Error == EventStreamError.None && _held > 0 && !_isTaken)
        {
            Error = EventStreamError.Truncated;
        }

        return Error;
    }

    private EventStreamStatus Fail(EventStreamError error)
    {
        Error = error;
        Message = default;
        return EventStreamStatus.Malformed;
    }

    private void Forget()
    {
        if (!_isTaken)
        {
            return;
        }

        _isTaken = false;
        _held = 0;
        Message = default;
        if (_frame.Length > KeptBytes)
        {
            _frame = new byte[512];
        }
    }

    private int Hold(ReadOnlySpan<byte> input, int wanted)
    {
        int count = Math.Min(wanted - _held, input.Length);
        if (_frame.Length < _held + count)
        {
            Array.Resize(ref _frame, Math.Min(wanted, Math.Max(_frame.Length * 2, _held + count)));
        }

        input[..count].CopyTo(_frame.AsSpan(_held));
        _held += count;
        return count;
    }

    private EventStreamError TakeFrame()
    {
        int end = _prelude.TotalLength - 4;
        if (BinaryPrimitives.ReadUInt32BigEndian(_frame.AsSpan(end)) != Crc32.Of(_frame.AsSpan(0, end)))
        {
            return EventStreamError.MessageChecksum;
        }

        int payload = EventStreamLimits.PreludeBytes + _prelude.HeadersLength;
        _headers = _headers.Length == _limits.MaxHeaders ? _headers : new EventStreamHeader[_limits.MaxHeaders];
        var error = EventStreamHeaderReader.Read(_frame.AsMemory(EventStreamLimits.PreludeBytes..payload), _headers, out int count);
        if (error == EventStreamError.None)
        {
            Message = new(_headers.AsMemory(0, count), _frame.AsMemory(payload..end));
            _isTaken = true;
        }

        return error;
    }
}
