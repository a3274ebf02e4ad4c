using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// Reads <c>usage</c> into classes that do not overlap: prompt_tokens include what was read from and written to the cache and audio, completion_tokens
/// include reasoning and audio.
/// </summary>
internal static class OpenAiUsageReader
{
    /// <summary>Reads the object the reader stands on; empty unless it is one.</summary>
    public static TokenUsage Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        Figures figures = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                figures.Prompt = Number(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                figures.Completion = Number(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                figures.Total = Number(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8))
            {
                // DeepSeek's own field; newer versions repeat it in the details.
                figures.Cached ??= Number(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                ReadDetails(ref reader, ref figures, isInput: true);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                ReadDetails(ref reader, ref figures, isInput: false);
            }
            else
            {
                reader.Skip();
            }
        }

        return figures.ToUsage();
    }

    private static void ReadDetails(ref Utf8JsonReader reader, ref Figures figures, bool isInput)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (isInput && reader.ValueTextEquals("cached_tokens"u8))
            {
                figures.Cached = Number(ref reader) ?? figures.Cached;
            }
            else if (isInput && reader.ValueTextEquals("cache_write_tokens"u8))
            {
                figures.Written = Number(ref reader);
            }
            else if (!isInput && reader.ValueTextEquals("reasoning_tokens"u8))
            {
                figures.Reasoning = Number(ref reader);
            }
            else if (reader.ValueTextEquals("audio_tokens"u8))
            {
                var audio = Number(ref reader);
                figures.AudioIn = isInput ? audio : figures.AudioIn;
                figures.AudioOut = isInput ? figures.AudioOut : audio;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static long? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0)
        {
            return value;
        }

        reader.Skip();
        return null;
    }

    private struct Figures
    {
        public long? Prompt;
        public long? Completion;
        public long? Total;
        public long? Cached;
        public long? Written;
        public long? Reasoning;
        public long? AudioIn;
        public long? AudioOut;

        public readonly TokenUsage ToUsage() => new()
        {
            Input = Rest(Prompt, (Cached ?? 0) + (Written ?? 0) + (AudioIn ?? 0)),
            CacheRead = Cached,
            CacheWrite = Written,
            InputAudio = AudioIn,
            Output = Rest(Completion, (ReasoningIsApart() ? 0 : Reasoning ?? 0) + (AudioOut ?? 0)),
            Reasoning = Reasoning,
            OutputAudio = AudioOut,
        };

        private static long? Rest(long? all, long parts) => all is { } value ? Math.Max(0, value - parts) : null;

        /// <summary>Some compatible vendors (xAI) count reasoning beside completion_tokens; the total tells.</summary>
        private readonly bool ReasoningIsApart()
            => Reasoning is > 0 && (Reasoning > Completion || (Prompt is { } prompt && Completion is { } completion && Total == prompt + completion + Reasoning));
    }
}
