using System.Text.Json;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>What one line says; arrays by where they are in it.</summary>
internal record struct OllamaLine
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    public string? Model { get; private set; }

    public string? CreatedAt { get; private set; }

    public string? Text { get; private set; }

    public string? Thought { get; private set; }

    /// <summary>The array of tool calls; empty = none.</summary>
    public OllamaSlice Calls { get; private set; }

    /// <summary>The array of log probabilities; empty = none.</summary>
    public OllamaSlice Logprobs { get; private set; }

    public bool IsDone { get; private set; }

    public string? Reason { get; private set; }

    public long? InputTokens { get; private set; }

    public long? OutputTokens { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Reads a line; throws <see cref="JsonException"/> or <see cref="InvalidOperationException"/>.</summary>
    public static OllamaLine Read(ReadOnlySpan<byte> data)
    {
        var line = default(OllamaLine);
        var reader = new Utf8JsonReader(data, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8))
            {
                line.ReadMessage(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                line.Model = String(ref reader);
            }
            else if (reader.ValueTextEquals("created_at"u8))
            {
                line.CreatedAt = String(ref reader);
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                line.IsDone = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("done_reason"u8))
            {
                line.Reason = String(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_eval_count"u8))
            {
                line.InputTokens = Count(ref reader);
            }
            else if (reader.ValueTextEquals("eval_count"u8))
            {
                line.OutputTokens = Count(ref reader);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                line.Logprobs = Slice(ref reader);
            }
            else
            {
                line.HasError |= reader.ValueTextEquals("error"u8);
                reader.Read();
                reader.Skip();
            }
        }

        // What follows the object would be another line.
        return reader.Read() ? throw new JsonException() : line;
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                Text = String(ref reader);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                Thought = String(ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                Calls = Slice(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static string? String(ref Utf8JsonReader reader)
    {
        reader.Read();
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return text;
    }

    private static long? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        long? count = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0 ? value : null;
        reader.Skip();
        return count;
    }

    private static OllamaSlice Slice(ref Utf8JsonReader reader)
    {
        reader.Read();
        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return isArray ? new OllamaSlice(start, (int)reader.BytesConsumed - start) : default;
    }
}
