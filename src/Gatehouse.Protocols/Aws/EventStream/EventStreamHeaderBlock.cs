using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>Headers in their wire form, to be made once and used for many frames.</summary>
public sealed class EventStreamHeaderBlock
{
    private readonly byte[] _octets;

    /// <summary>Makes it. Throws <see cref="ArgumentException"/> for what a decoder would refuse.</summary>
    public EventStreamHeaderBlock(params ReadOnlySpan<EventStreamHeader> headers)
    {
        var output = new ArrayBufferWriter<byte>(128);
        foreach (ref readonly var header in headers)
        {
            Write(output, header);
        }

        _octets = output.WrittenSpan.ToArray();
        var read = new EventStreamHeader[headers.Length];
        if (_octets.Length > EventStreamLimits.Default.MaxHeaderBytes || EventStreamHeaderReader.Read(_octets, read, out int count) != EventStreamError.None || count != headers.Length)
        {
            throw new ArgumentException("These are no headers of an event stream.", nameof(headers));
        }
    }

    /// <summary>The headers of an event: <c>:event-type</c>, <c>:content-type</c> application/json, <c>:message-type</c> event.</summary>
    public static EventStreamHeaderBlock OfEvent(string eventType) => new(
        EventStreamHeader.OfText(":event-type", eventType), EventStreamHeader.OfText(":content-type", "application/json"), EventStreamHeader.OfText(":message-type", "event"));

    /// <summary>The headers of an exception: <c>:exception-type</c>, <c>:content-type</c> application/json, <c>:message-type</c> exception.</summary>
    public static EventStreamHeaderBlock OfException(string exceptionType) => new(
        EventStreamHeader.OfText(":exception-type", exceptionType), EventStreamHeader.OfText(":content-type", "application/json"), EventStreamHeader.OfText(":message-type", "exception"));

    /// <summary>The wire form.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    private static void Write(ArrayBufferWriter<byte> output, in EventStreamHeader header)
    {
        if (header.Name.Length is 0 or > byte.MaxValue || header.Value.Length > EventStreamLimits.MaxValueBytes || !Utf8.IsValid(header.Name.Span))
        {
            throw new ArgumentException("The name has 1-255 octets of UTF-8, the value at most 32,767.", nameof(header));
        }

        output.Write([(byte)header.Name.Length]);
        output.Write(header.Name.Span);
        output.Write([(byte)header.Type]);
        if (header.Type is EventStreamHeaderType.Bytes or EventStreamHeaderType.Text)
        {
            BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(2), (ushort)header.Value.Length);
            output.Advance(2);
        }

        output.Write(header.Value.Span);
    }
}
