using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>One header of a frame: name, type, and the value's octets as they are on the wire without their length.</summary>
/// <param name="Name">UTF-8, 1–255 octets.</param>
/// <param name="Type">What the value is.</param>
/// <param name="Value">Octets of the value; none for <see cref="EventStreamHeaderType.True"/> and <see cref="EventStreamHeaderType.False"/>.</param>
public readonly record struct EventStreamHeader(ReadOnlyMemory<byte> Name, EventStreamHeaderType Type, ReadOnlyMemory<byte> Value)
{
    /// <summary>A header with a text, which is what all headers of Bedrock are.</summary>
    public static EventStreamHeader OfText(string name, string value) => new(Encoding.UTF8.GetBytes(name), EventStreamHeaderType.Text, Encoding.UTF8.GetBytes(value));

    /// <summary>Whether the name is this.</summary>
    public bool Is(ReadOnlySpan<byte> name) => Name.Span.SequenceEqual(name);

    /// <summary>The value of an integer of any width, a truth value as 0 or 1, or a timestamp in milliseconds; null for other types.</summary>
    public long? AsInteger() => Type switch
    {
        EventStreamHeaderType.True => 1,
        EventStreamHeaderType.False => 0,
        EventStreamHeaderType.Int8 => (sbyte)Value.Span[0],
        EventStreamHeaderType.Int16 => BinaryPrimitives.ReadInt16BigEndian(Value.Span),
        EventStreamHeaderType.Int32 => BinaryPrimitives.ReadInt32BigEndian(Value.Span),
        EventStreamHeaderType.Int64 or EventStreamHeaderType.Timestamp => BinaryPrimitives.ReadInt64BigEndian(Value.Span),
        _ => null,
    };

    /// <summary>The value of a text; null for other types.</summary>
    public string? AsText() => Type == EventStreamHeaderType.Text ? Encoding.UTF8.GetString(Value.Span) : null;

    /// <summary>The value of a UUID; null for other types.</summary>
    public Guid? AsUuid() => Type == EventStreamHeaderType.Uuid ? new Guid(Value.Span, bigEndian: true) : null;
}
