using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Reads ConverseStream: messageStart, blocks, messageStop, metadata. The answer is whole when the last two have come, in either order. Text and
/// thought begin with their first delta; only calls have a start. A padding member <c>p</c> is ignored, as all unknown members are.
/// </summary>
internal sealed class ConverseStreamDecoder : ChatStreamDecoder
{
    private const int NoBlock = -1;

    private readonly EventStreamFrames _frames = new();
    private readonly EventStreamDecoder _reader = new();
    private readonly ConverseBlocks _blocks = new();
    private int _block = NoBlock;
    private bool _isStopped;
    private bool _isMetered;
    private bool _isOver;

    /// <inheritdoc/>
    public override IFrameReader Frames => _frames;

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events)
    {
        if (_isOver)
        {
            return;
        }

        if (_reader.Read(frame, out _) != EventStreamStatus.Complete)
        {
            Fail(new(AiErrorKind.VendorFailed, $"The provider's stream is damaged ({_reader.Error})."), events);
            return;
        }

        if (!_reader.Message.MessageType.SequenceEqual("event"u8))
        {
            Fail(BedrockErrors.OfEvent(_reader.Message), events);
            return;
        }

        try
        {
            using var payload = JsonDocument.Parse(_reader.Message.Payload);
            Take(_reader.Message.EventType, payload.RootElement, events);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            Fail(new(AiErrorKind.VendorFailed, "The provider sent an event that cannot be understood."), events);
        }
    }

    /// <inheritdoc/>
    public override void Complete(List<ChatEvent> events)
    {
        if (!_isOver)
        {
            Fail(new(AiErrorKind.VendorFailed, "The provider's stream broke off."), events);
        }
    }

    private void Take(ReadOnlySpan<byte> type, JsonElement payload, List<ChatEvent> events)
    {
        switch (type)
        {
            case var _ when type.SequenceEqual("contentBlockDelta"u8):
                Enter(payload, events);
                _blocks.Delta(payload.GetProperty("delta"), events);
                break;
            case var _ when type.SequenceEqual("contentBlockStart"u8):
                Enter(payload, events);
                _blocks.Start(payload.GetProperty("start"), events);
                break;
            case var _ when type.SequenceEqual("contentBlockStop"u8):
                Leave(events);
                break;
            case var _ when type.SequenceEqual("messageStart"u8):
                events.Add(new AnswerStarted());
                break;
            case var _ when type.SequenceEqual("messageStop"u8):
                Leave(events);
                events.Add(StopReasons.Finished(payload, _blocks.CalledOnlyAnswer));
                _isStopped = true;
                End(events);
                break;
            case var _ when type.SequenceEqual("metadata"u8):
                if (payload.TryGetProperty("usage", out var usage))
                {
                    events.Add(new UsageReported(ConverseUsage.Of(usage)));
                }

                _isMetered = true;
                End(events);
                break;
            default:
                // An event that was invented later; whoever may send them expects it to be ignored.
                break;
        }
    }

    // A block without a stop ends where the next begins.
    private void Enter(JsonElement payload, List<ChatEvent> events)
    {
        int block = payload.TryGetProperty("contentBlockIndex", out var index) ? index.GetInt32() : _block;
        if (block != _block)
        {
            Leave(events);
            _block = block;
        }
    }

    private void Leave(List<ChatEvent> events)
    {
        if (_block != NoBlock)
        {
            _blocks.End(events);
            _block = NoBlock;
        }
    }

    private void End(List<ChatEvent> events)
    {
        if (_isStopped && _isMetered)
        {
            events.Add(AnswerEnded.Instance);
            _isOver = true;
        }
    }

    private void Fail(AiError error, List<ChatEvent> events)
    {
        events.Add(new AnswerFailed(error));
        _isOver = true;
    }
}
