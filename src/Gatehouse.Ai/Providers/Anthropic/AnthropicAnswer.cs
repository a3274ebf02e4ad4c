using System.Runtime.InteropServices;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Reads an answer that came whole: as the stream that it would have been.</summary>
internal static class AnthropicAnswer
{
    /// <summary>Adds the events of a <c>message</c>. <paramref name="minted"/>: who mints its signatures.</summary>
    public static void Read(ReadOnlyMemory<byte> body, Dialect minted, List<ChatEvent> events)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && Text(root, "type") == "error" && root.TryGetProperty("error"u8, out var error))
            {
                events.Add(new AnswerFailed(AnthropicErrors.Read(JsonMarshal.GetRawUtf8Value(error), 200)));
                return;
            }

            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("content"u8, out var content) || content.ValueKind != JsonValueKind.Array)
            {
                throw new JsonException();
            }

            ReadMessage(root, content, minted, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            events.Add(new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "The provider's answer is not understood.")));
        }
    }

    private static void ReadMessage(JsonElement message, JsonElement content, Dialect minted, List<ChatEvent> events)
    {
        var hasUsage = message.TryGetProperty("usage"u8, out var usage) && usage.ValueKind == JsonValueKind.Object;
        events.Add(new AnswerStarted
        {
            Id = Text(message, "id"),
            Model = Text(message, "model"),
            ServiceTier = hasUsage ? Text(usage, "service_tier") : null,
        });
        var state = new AnthropicBlockState(minted);
        foreach (var block in content.EnumerateArray())
        {
            state.Start(JsonMarshal.GetRawUtf8Value(block), events);
            if (block.TryGetProperty("citations"u8, out var citations) && citations.ValueKind == JsonValueKind.Array && Text(block, "type") == "text")
            {
                foreach (var citation in citations.EnumerateArray())
                {
                    events.Add(new ForeignDelta(Dialect.Anthropic, "citations_delta", citation.Clone()));
                }
            }

            state.Stop(events);
        }

        if (hasUsage)
        {
            var counts = default(AnthropicUsage);
            var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage));
            reader.Read();
            counts.Read(ref reader);
            events.Add(new UsageReported(counts.Usage));
        }

        events.Add(new AnswerFinished(AnthropicStops.Read(Text(message, "stop_reason"))) { StopSequence = Text(message, "stop_sequence") });
        events.Add(AnswerEnded.Instance);
    }

    private static string? Text(JsonElement owner, string name)
        => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
