using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.OpenAi.Completions;

/// <summary>Writes log probabilities in the legacy shape: parallel arrays with the place of each token in the text.</summary>
internal static class CompletionLogprobs
{
    /// <summary>The object, or null for no tokens; <paramref name="offset"/> goes on behind the last token.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<JsonElement> tokens, ref int offset)
    {
        if (tokens.Count == 0)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        WriteArray(json, "tokens"u8, tokens, static (json, token) => json.WriteStringValue(TextOf(token)));
        WriteArray(json, "token_logprobs"u8, tokens, WriteLogprob);
        WriteArray(json, "top_logprobs"u8, tokens, WriteTop);
        json.WriteStartArray("text_offset"u8);
        foreach (var token in tokens)
        {
            json.WriteNumberValue(offset);
            offset += TextOf(token).Length;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<JsonElement> tokens, Action<Utf8JsonWriter, JsonElement> write)
    {
        json.WriteStartArray(name);
        foreach (var token in tokens)
        {
            write(json, token);
        }

        json.WriteEndArray();
    }

    private static void WriteTop(Utf8JsonWriter json, JsonElement token)
    {
        json.WriteStartObject();
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("top_logprobs", out var top) && top.ValueKind == JsonValueKind.Array)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var other in top.EnumerateArray().Where(o => seen.Add(TextOf(o))))
            {
                json.WritePropertyName(TextOf(other));
                WriteLogprob(json, other);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteLogprob(Utf8JsonWriter json, JsonElement token)
    {
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("logprob", out var logprob))
        {
            logprob.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static string TextOf(JsonElement token)
        => token.ValueKind == JsonValueKind.Object && token.TryGetProperty("token", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
