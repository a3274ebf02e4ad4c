namespace Gatehouse.Protocols.Aws.EventStream;

/// <summary>One frame whose checksums were right. Good until the decoder that gave it reads on, because it shows the decoder's buffer.</summary>
/// <param name="Headers">Headers in the order of the wire; no name twice.</param>
/// <param name="Payload">Octets of the payload.</param>
public readonly record struct EventStreamMessage(ReadOnlyMemory<EventStreamHeader> Headers, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The value of the text header of this name, for instance <c>:event-type</c>; empty when there is none or it is no text.</summary>
    public ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> name)
    {
        foreach (ref readonly var header in Headers.Span)
        {
            if (header.Is(name))
            {
                return header.Type == EventStreamHeaderType.Text ? header.Value.Span : [];
            }
        }

        return [];
    }

    /// <summary><c>:message-type</c>: <c>event</c>, <c>exception</c> or <c>error</c>.</summary>
    public ReadOnlySpan<byte> MessageType => TextOf(":message-type"u8);

    /// <summary><c>:event-type</c> of an event.</summary>
    public ReadOnlySpan<byte> EventType => TextOf(":event-type"u8);

    /// <summary><c>:exception-type</c> of an exception that the service's model knows.</summary>
    public ReadOnlySpan<byte> ExceptionType => TextOf(":exception-type"u8);
}
