using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>What whole and streamed answers say in the same words.</summary>
internal static class ConverseWords
{
    /// <summary>Leaves what is not ASCII as it is.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A stop reason. Refusal and pause, which Converse does not have, are the nearest that it has.</summary>
    public static string StopReason(FinishReason reason) => reason switch
    {
        FinishReason.StopSequence => "stop_sequence",
        FinishReason.Length => "max_tokens",
        FinishReason.ContextWindow => "model_context_window_exceeded",
        FinishReason.ToolCalls => "tool_use",
        FinishReason.ContentFilter or FinishReason.Refusal => "content_filtered",
        FinishReason.Malformed => "malformed_model_output",
        _ => "end_turn",
    };

    /// <summary>Whether the client wants to be told which stop sequence came.</summary>
    public static bool WantsStopSequence(ChatRequest request)
        => request.Foreign.Any(static f => f is { Path: "additionalModelResponseFieldPaths", Value.ValueKind: JsonValueKind.Array }
            && f.Value.EnumerateArray().Any(static p => p.ValueKind == JsonValueKind.String && p.ValueEquals("/stop_sequence")));

    /// <summary>Writes the members of a stop: reason, and the stop sequence where it is wanted.</summary>
    public static void WriteStop(Utf8JsonWriter json, FinishReason reason, string? stopSequence, bool wantsStopSequence)
    {
        json.WriteString("stopReason", StopReason(reason));
        if (wantsStopSequence)
        {
            json.WriteStartObject("additionalModelResponseFields");
            json.WriteString("stop_sequence", stopSequence);
            json.WriteEndObject();
        }
    }

    /// <summary>Writes <c>usage</c> and <c>metrics</c>. inputTokens leave out the cache, totalTokens do not, as AWS counts.</summary>
    public static void WriteUsage(Utf8JsonWriter json, in TokenUsage usage, AnswerContext context)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("inputTokens", (usage.Input ?? 0) + (usage.InputAudio ?? 0) + (usage.InputImage ?? 0));
        json.WriteNumber("outputTokens", usage.TotalOutput);
        json.WriteNumber("totalTokens", usage.TotalInput + usage.TotalOutput);
        if (usage.CacheRead is { } read)
        {
            json.WriteNumber("cacheReadInputTokens", read);
        }

        if (usage.CacheWrite is not null || usage.CacheWriteHour is not null)
        {
            json.WriteNumber("cacheWriteInputTokens", (usage.CacheWrite ?? 0) + (usage.CacheWriteHour ?? 0));
        }

        if (usage.CacheWriteHour is > 0 and var hour)
        {
            json.WriteStartArray("cacheDetails");
            WriteDetail(json, "1h", hour);
            if (usage.CacheWrite is > 0 and var minutes)
            {
                WriteDetail(json, "5m", minutes);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("metrics");
        json.WriteNumber("latencyMs", (long)(context.Elapsed?.Invoke() ?? TimeSpan.Zero).TotalMilliseconds);
        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, string ttl, long tokens)
    {
        json.WriteStartObject();
        json.WriteString("ttl", ttl);
        json.WriteNumber("inputTokens", tokens);
        json.WriteEndObject();
    }
}
