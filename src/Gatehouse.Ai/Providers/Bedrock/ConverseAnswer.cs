using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Reads an answer of Converse, which came whole.</summary>
internal static class ConverseAnswer
{
    public static void Decode(ReadOnlyMemory<byte> body, List<ChatEvent> events)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            Decode(document.RootElement, events);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            events.Add(new AnswerFailed(new(AiErrorKind.VendorFailed, "The provider sent an answer that cannot be understood.")));
        }
    }

    private static void Decode(JsonElement answer, List<ChatEvent> events)
    {
        events.Add(new AnswerStarted
        {
            ServiceTier = answer.TryGetProperty("serviceTier", out var tier) && tier.TryGetProperty("type", out var type) ? type.GetString() : null,
        });
        var blocks = new ConverseBlocks();
        foreach (var block in answer.GetProperty("output").GetProperty("message").GetProperty("content").EnumerateArray())
        {
            blocks.Whole(block, events);
        }

        events.Add(StopReasons.Finished(answer, blocks.CalledOnlyAnswer));
        if (answer.TryGetProperty("usage", out var usage))
        {
            events.Add(new UsageReported(ConverseUsage.Of(usage)));
        }

        events.Add(AnswerEnded.Instance);
    }
}
