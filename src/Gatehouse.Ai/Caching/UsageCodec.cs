using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Caching;

/// <summary>Tokens of an answer that is kept: an array in the order of the classes, null where the vendor said nothing.</summary>
internal static class UsageCodec
{
    private const int Classes = 9;

    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartArray("usage"u8);
        ReadOnlySpan<long?> counts =
        [
            usage.Input, usage.CacheRead, usage.CacheWrite, usage.CacheWriteHour, usage.InputAudio, usage.InputImage, usage.Output, usage.Reasoning, usage.OutputAudio,
        ];
        foreach (long? count in counts)
        {
            if (count is { } tokens)
            {
                json.WriteNumberValue(tokens);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteBooleanValue(usage.IsEstimated);
        json.WriteEndArray();
    }

    public static TokenUsage Read(JsonElement root)
    {
        var values = root.GetProperty("usage"u8);
        if (values.GetArrayLength() != Classes + 1)
        {
            throw new FormatException("usage of another version");
        }

        long?[] counts = [.. values.EnumerateArray().Take(Classes).Select(v => v.ValueKind == JsonValueKind.Null ? null : (long?)v.GetInt64())];
        return new TokenUsage
        {
            Input = counts[0],
            CacheRead = counts[1],
            CacheWrite = counts[2],
            CacheWriteHour = counts[3],
            InputAudio = counts[4],
            InputImage = counts[5],
            Output = counts[6],
            Reasoning = counts[7],
            OutputAudio = counts[8],
            IsEstimated = values[Classes].GetBoolean(),
        };
    }
}
