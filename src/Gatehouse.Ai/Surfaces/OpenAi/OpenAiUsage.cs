using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary>Writes usage as OpenAI counts: cached and written tokens are inside the input, reasoning is inside the output.</summary>
internal static class OpenAiUsage
{
    /// <summary>The object of chat completions. Cost is in US dollars, in the field that others have made common.</summary>
    public static void Write(Utf8JsonWriter json, in TokenUsage usage, AnswerContext context)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, usage.TotalInput);
        json.WriteNumber("completion_tokens"u8, usage.TotalOutput);
        json.WriteNumber("total_tokens"u8, usage.TotalInput + usage.TotalOutput);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CacheRead ?? 0);
        json.WriteNumber("cache_write_tokens"u8, (usage.CacheWrite ?? 0) + (usage.CacheWriteHour ?? 0));
        json.WriteNumber("audio_tokens"u8, usage.InputAudio ?? 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning ?? 0);
        json.WriteNumber("audio_tokens"u8, usage.OutputAudio ?? 0);
        json.WriteEndObject();
        WriteCost(json, context);
        json.WriteEndObject();
    }

    /// <summary>The object of responses.</summary>
    public static void WriteOfResponse(Utf8JsonWriter json, in TokenUsage usage, AnswerContext context)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, usage.TotalInput);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CacheRead ?? 0);
        json.WriteNumber("cache_write_tokens"u8, (usage.CacheWrite ?? 0) + (usage.CacheWriteHour ?? 0));
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.TotalOutput);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, usage.TotalInput + usage.TotalOutput);
        WriteCost(json, context);
        json.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter json, AnswerContext context)
    {
        if (context.Cost?.Invoke() is { } cost)
        {
            json.WriteNumber("cost"u8, cost);
        }
    }
}
