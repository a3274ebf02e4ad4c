using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Reads a stream of lines.</summary>
internal sealed class OllamaStreamDecoder : ChatStreamDecoder
{
    private readonly OllamaLines _lines = new();

    /// <inheritdoc/>
    public override IFrameReader Frames { get; } = new NdjsonFrames();

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events)
    {
        var line = frame.Trim(" \t\r\n"u8);
        if (!line.IsEmpty)
        {
            _lines.Decode(line, events);
        }
    }

    /// <inheritdoc/>
    public override void Complete(List<ChatEvent> events) => _lines.Complete(events);
}
