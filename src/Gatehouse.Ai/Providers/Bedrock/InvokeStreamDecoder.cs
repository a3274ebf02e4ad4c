using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Reads InvokeModelWithResponseStream: each <c>chunk</c> holds one event of the model's own stream in base64, which the model's own decoder is
/// given as the server-sent event it would have been.
/// </summary>
internal sealed class InvokeStreamDecoder(ChatStreamDecoder inner) : ChatStreamDecoder
{
    private readonly EventStreamFrames _frames = new();
    private readonly EventStreamDecoder _reader = new();
    private readonly ArrayBufferWriter<byte> _event = new(512);
    private bool _hasFailed;

    /// <inheritdoc/>
    public override IFrameReader Frames => _frames;

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events)
    {
        if (_hasFailed)
        {
            return;
        }

        int before = events.Count;
        if (_reader.Read(frame, out _) != EventStreamStatus.Complete)
        {
            Fail(new(AiErrorKind.VendorFailed, $"The provider's stream is damaged ({_reader.Error})."), events);
        }
        else if (!_reader.Message.MessageType.SequenceEqual("event"u8))
        {
            Fail(BedrockErrors.OfEvent(_reader.Message), events);
        }
        else if (_reader.Message.EventType.SequenceEqual("chunk"u8))
        {
            Take(_reader.Message.Payload, events);
        }

        InvokeCodec.ToBedrock(events, before);
    }

    /// <inheritdoc/>
    public override void Complete(List<ChatEvent> events)
    {
        if (!_hasFailed)
        {
            inner.Complete(events);
        }
    }

    private void Take(ReadOnlyMemory<byte> payload, List<ChatEvent> events)
    {
        try
        {
            using var chunk = JsonDocument.Parse(payload);
            byte[] octets = chunk.RootElement.GetProperty("bytes").GetBytesFromBase64();
            using var step = JsonDocument.Parse(octets);
            string type = step.RootElement.GetProperty("type").GetString() ?? "";
            // White space between tokens may hold line ends, which would end the event; inside strings they are escaped.
            octets.AsSpan().ReplaceAny(LineEnds, (byte)' ');
            _event.ResetWrittenCount();
            _event.Write("event: "u8);
            _event.Write(System.Text.Encoding.UTF8.GetBytes(type.All(static c => char.IsAsciiLetter(c) || c == '_') ? type : "unknown"));
            _event.Write("\ndata: "u8);
            _event.Write(octets);
            _event.Write("\n\n"u8);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            Fail(new(AiErrorKind.VendorFailed, "The provider sent an event that cannot be understood."), events);
            return;
        }

        inner.Decode(_event.WrittenSpan, events);
    }

    private static SearchValues<byte> LineEnds { get; } = SearchValues.Create("\r\n"u8);

    private void Fail(AiError error, List<ChatEvent> events)
    {
        events.Add(new AnswerFailed(error));
        _hasFailed = true;
    }
}
