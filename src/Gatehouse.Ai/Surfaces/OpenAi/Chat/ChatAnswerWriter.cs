using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Writes a whole answer as <c>chat.completion</c>.</summary>
internal static class ChatAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WriteString("id"u8, ChatWords.Id(answer.Id, "chatcmpl-", context));
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, answer.Created ?? context.Created.ToUnixTimeSeconds());
        json.WriteString("model"u8, answer.Model ?? context.Model);
        json.WriteStartArray("choices"u8);
        foreach (var choice in answer.Choices)
        {
            Write(json, choice);
        }

        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        OpenAiUsage.Write(json, answer.Usage, context);
        if (answer.ServiceTier is { } tier)
        {
            json.WriteString("service_tier"u8, tier);
        }

        if (answer.Fingerprint is { } fingerprint)
        {
            json.WriteString("system_fingerprint"u8, fingerprint);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChatChoice choice)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice.Index);
        WriteMessage(json, choice.Parts);
        if (choice.Logprobs.Count == 0)
        {
            json.WriteNull("logprobs"u8);
        }
        else
        {
            json.WriteStartObject("logprobs"u8);
            json.WriteStartArray("content"u8);
            foreach (var token in choice.Logprobs)
            {
                token.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteNull("refusal"u8);
            json.WriteEndObject();
        }

        json.WriteString("finish_reason"u8, ChatWords.Reason(choice.Reason));
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, IReadOnlyList<Part> parts)
    {
        var text = Joined(parts.OfType<TextPart>().Select(t => t.Text));
        var thoughts = parts.OfType<ReasoningPart>().ToArray();
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        json.WriteString("refusal"u8, Joined(parts.OfType<RefusalPart>().Select(r => r.Text)));
        if (Joined(thoughts.Select(t => t.Text)) is { Length: > 0 } thought)
        {
            json.WriteString("reasoning_content"u8, thought);
        }

        if (Array.Exists(thoughts, t => t is not { Signature: null, Redacted: null }))
        {
            json.WriteStartArray("thinking_blocks"u8);
            foreach (var part in thoughts)
            {
                ChatThought.WriteBlock(json, part);
            }

            json.WriteEndArray();
        }

        var foreign = parts.OfType<ForeignPart>().Where(f => f.Dialect == Dialect.OpenAi).ToArray();
        WriteCalls(json, parts.OfType<ToolCallPart>().ToArray(), [.. foreign.Where(f => f.Kind == "tool_calls")]);
        foreach (var kind in foreign.Where(f => f.Kind != "tool_calls").GroupBy(f => f.Kind))
        {
            json.WritePropertyName(kind.Key);
            WriteForeign(json, [.. kind]);
        }

        if (!Array.Exists(foreign, f => f.Kind == "annotations"))
        {
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, ToolCallPart[] calls, ForeignPart[] custom)
    {
        if (calls.Length + custom.Length == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        foreach (var call in custom)
        {
            call.Value.WriteTo(json);
        }

        json.WriteEndArray();
    }

    /// <summary>Lists that came in pieces become one list.</summary>
    private static void WriteForeign(Utf8JsonWriter json, ForeignPart[] pieces)
    {
        if (pieces[0].Value.ValueKind != JsonValueKind.Array)
        {
            pieces[^1].Value.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        foreach (var element in pieces.Where(p => p.Value.ValueKind == JsonValueKind.Array).SelectMany(p => p.Value.EnumerateArray()))
        {
            element.WriteTo(json);
        }

        json.WriteEndArray();
    }

    private static string? Joined(IEnumerable<string> pieces)
    {
        var all = pieces.ToArray();
        return all.Length == 0 ? null : string.Concat(all);
    }
}
