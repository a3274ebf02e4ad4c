using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Counts and durations of the last line. Zeros are left out, as Ollama does.</summary>
internal static class LineStats
{
    /// <summary><paramref name="first"/>: when the answer began, from the request on; the rest of the time is generation.</summary>
    public static void Write(Utf8JsonWriter json, AnswerContext context, TimeSpan? first, in TokenUsage usage)
    {
        if (context.Elapsed is { } elapsed)
        {
            var total = elapsed();
            var began = first is { } known && known < total ? known : total;
            Write(json, "total_duration"u8, OllamaJson.Nanoseconds(total));
            Write(json, "prompt_eval_count"u8, usage.TotalInput);
            Write(json, "prompt_eval_duration"u8, OllamaJson.Nanoseconds(began));
            Write(json, "eval_count"u8, usage.TotalOutput);
            Write(json, "eval_duration"u8, OllamaJson.Nanoseconds(total - began));
        }
        else
        {
            Write(json, "prompt_eval_count"u8, usage.TotalInput);
            Write(json, "eval_count"u8, usage.TotalOutput);
        }

        if (context.Cost?.Invoke() is { } dollars)
        {
            json.WriteNumber("cost"u8, dollars);
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, long value)
    {
        if (value > 0)
        {
            json.WriteNumber(name, value);
        }
    }
}
