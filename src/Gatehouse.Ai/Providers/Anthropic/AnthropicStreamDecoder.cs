using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Reads a stream of server-sent events. The name of an event is that of its data's type, so that only data is read.</summary>
internal sealed class AnthropicStreamDecoder : ChatStreamDecoder
{
    private readonly AnthropicEvents _events = new(Dialect.Anthropic);
    private byte[]? _scratch;

    /// <inheritdoc/>
    public override IFrameReader Frames { get; } = new SseFrames();

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events)
    {
        var step = SseEvent.Parse(frame, ref _scratch);
        if (step.HasData)
        {
            _events.Decode(step.Data, events);
        }
    }

    /// <inheritdoc/>
    public override void Complete(List<ChatEvent> events) => _events.Complete(events);
}
