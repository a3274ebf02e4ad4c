using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <content>A delta, or a message where the answer came whole.</content>
internal sealed partial class OpenAiAnswerReader
{
    private void ReadDelta(ref Utf8JsonReader reader)
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
                ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                ReadToolCalls(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                // Some vendors send both names with the same text.
                _reasoning = Text(ref reader) ?? _reasoning;
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                _refusal = Text(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_details"u8) || reader.ValueTextEquals("thinking_blocks"u8))
            {
                ReadProofs(ref reader);
            }
            else if (reader.ValueTextEquals("annotations"u8) || reader.ValueTextEquals("audio"u8) || reader.ValueTextEquals("function_call"u8))
            {
                ReadForeign(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Text, or pieces as Mistral's reasoning models send them.</summary>
    private void ReadContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            _content = reader.ValueSpan.IsEmpty ? null : reader.GetString();
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        foreach (var piece in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            if (Field(piece, "text") is { } text)
            {
                _content += text;
            }
            else if (piece.ValueKind == JsonValueKind.Object && piece.TryGetProperty("thinking", out var thinking))
            {
                _reasoning += thinking.ValueKind == JsonValueKind.Array ? string.Concat(thinking.EnumerateArray().Select(t => Field(t, "text"))) : Field(piece, "thinking");
            }
        }

        _content = string.IsNullOrEmpty(_content) ? null : _content;
        _reasoning = string.IsNullOrEmpty(_reasoning) ? null : _reasoning;
    }

    private void ReadToolCalls(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = reader;
            if (TryReadToolCall(ref reader, out var fragment))
            {
                _fragments.Add(fragment);
            }
            else
            {
                _foreign.Add(new ForeignDelta(Dialect.OpenAi, "tool_calls", JsonElement.ParseValue(ref start)));
            }
        }
    }

    /// <summary>False for a call of a custom tool, which only OpenAI has.</summary>
    private static bool TryReadToolCall(ref Utf8JsonReader reader, out OpenAiToolFragment fragment)
    {
        int? index = null;
        string? id = null;
        string? name = null;
        string? arguments = null;
        bool isFunction = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : null;
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = Text(ref reader);
            }
            else if (reader.ValueTextEquals("function"u8))
            {
                ReadFunction(ref reader, ref name, ref arguments);
            }
            else
            {
                isFunction &= !reader.ValueTextEquals("custom"u8);
                reader.Skip();
            }
        }

        fragment = new OpenAiToolFragment(index, id, name, arguments);
        return isFunction;
    }

    private static void ReadFunction(ref Utf8JsonReader reader, ref string? name, ref string? arguments)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = Text(ref reader);
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                // Compatible vendors send an object now and then.
                arguments = reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.StartObject => JsonElement.ParseValue(ref reader).GetRawText(),
                    _ => arguments,
                };
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Signatures and encrypted thought; the text comes beside them.</summary>
    private void ReadProofs(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        foreach (var detail in JsonElement.ParseValue(ref reader).EnumerateArray())
        {
            var proof = new ReasoningSealed { Signature = Field(detail, "signature"), Redacted = Field(detail, "data"), Origin = Dialect.OpenAi, Id = Field(detail, "id") };
            if (proof is not { Signature: null, Redacted: null })
            {
                _proofs.Add(proof);
            }
        }
    }

    private void ReadForeign(ref Utf8JsonReader reader)
    {
        var kind = reader.GetString()!;
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var value = JsonElement.ParseValue(ref reader);
        if (value.ValueKind == JsonValueKind.Object || value.GetArrayLength() > 0)
        {
            _foreign.Add(new ForeignDelta(Dialect.OpenAi, kind, value));
        }
    }

    private static string? Field(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
