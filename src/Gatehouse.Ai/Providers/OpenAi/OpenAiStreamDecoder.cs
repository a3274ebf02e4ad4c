using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// Reads a stream of chat completion chunks up to <c>[DONE]</c>. <paramref name="endsWithoutMark"/>: a finish_reason for every answer and a clean end count as
/// the terminator too, for compatible vendors that send none.
/// </summary>
internal sealed class OpenAiStreamDecoder(bool endsWithoutMark) : ChatStreamDecoder
{
    private readonly OpenAiAnswerReader _reader = new();
    private byte[]? _scratch;
    private bool _isOver;
    private bool _isUsageOnly;

    /// <inheritdoc/>
    public override IFrameReader Frames { get; } = new SseFrames();

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events)
    {
        _isUsageOnly = false;
        var step = SseEvent.Parse(frame, ref _scratch);
        if (_isOver || !step.HasData)
        {
            return;
        }

        if (step.Data.SequenceEqual("[DONE]"u8))
        {
            End(events);
            return;
        }

        int before = events.Count;
        try
        {
            _reader.Read(step.Data, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException: text that is no Unicode. The exception's own words may repeat the answer.
            events.RemoveRange(before, events.Count - before);
            events.Add(new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "The provider's stream is not understood.")));
        }
        catch (AiException e)
        {
            events.Add(new AnswerFailed(e.Error));
        }

        _isOver = events.Count > before && events[^1] is AnswerFailed;
        _isUsageOnly = _reader.IsUsageOnly && !_isOver;
    }

    /// <inheritdoc/>
    public override bool IsForClient(ChatRequest request) => request.WantsUsage || !_isUsageOnly;

    /// <inheritdoc/>
    public override void Complete(List<ChatEvent> events)
    {
        if (_isOver)
        {
            return;
        }

        if (endsWithoutMark && _reader.HasFinished)
        {
            End(events);
            return;
        }

        _isOver = true;
        events.Add(new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "The provider's stream broke off.")));
    }

    private void End(List<ChatEvent> events)
    {
        _isOver = true;
        _reader.Finish(events);
        events.Add(AnswerEnded.Instance);
    }
}
