using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Writes content blocks.</summary>
internal static class AnthropicBlocks
{
    private static readonly SearchValues<char> IdChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static void Write(Utf8JsonWriter json, Part part, ChatRequest request, EncodeNotes notes)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, text.Text, text.Cache);
                break;
            case ImagePart image:
                AnthropicMedia.WriteImage(json, image, request);
                break;
            case FilePart file:
                AnthropicMedia.WriteDocument(json, file, request);
                break;
            case ToolCallPart call:
                WriteCall(json, call, notes);
                break;
            case ToolResultPart result:
                WriteResult(json, result, request, notes);
                break;
            case ReasoningPart thought:
                WriteThought(json, thought);
                break;
            case ForeignPart foreign:
                foreign.Value.WriteTo(json);
                break;
            default:
                throw new AiException(AiErrorKind.Unsupported, part is AudioPart ? "The provider takes no sound." : "The provider takes no such content.", "messages");
        }
    }

    public static void WriteText(Utf8JsonWriter json, string text, CacheMark cache)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        WriteCache(json, cache);
        json.WriteEndObject();
    }

    public static void WriteCache(Utf8JsonWriter json, CacheMark cache)
    {
        if (cache == CacheMark.None)
        {
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (cache == CacheMark.OneHour)
        {
            json.WriteString("ttl"u8, "1h"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCallPart call, EncodeNotes notes)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_use"u8);
        json.WriteString("id"u8, Id(call.Id));
        json.WriteString("name"u8, call.Name);
        json.WritePropertyName("input"u8);
        if (!ToolArguments.WriteObject(json, call.Arguments))
        {
            notes.Changed("tool_calls", "arguments that are no JSON object were put into one");
        }

        WriteCache(json, call.Cache);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result, ChatRequest request, EncodeNotes notes)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "tool_result"u8);
        json.WriteString("tool_use_id"u8, Id(result.CallId));
        var content = result.Content.Where(p => p is not TextPart { Text.Length: 0 }).ToList();
        if (content is [TextPart { Cache: CacheMark.None } only])
        {
            json.WriteString("content"u8, only.Text);
        }
        else if (content.Count > 0)
        {
            json.WriteStartArray("content"u8);
            foreach (var part in content)
            {
                Write(json, part, request, notes);
            }

            json.WriteEndArray();
        }

        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }

        WriteCache(json, result.Cache);
        json.WriteEndObject();
    }

    private static void WriteThought(Utf8JsonWriter json, ReasoningPart thought)
    {
        json.WriteStartObject();
        if (thought.Redacted is { } redacted)
        {
            json.WriteString("type"u8, "redacted_thinking"u8);
            json.WriteString("data"u8, redacted);
        }
        else
        {
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, thought.Text);
            json.WriteString("signature"u8, thought.Signature);
        }

        json.WriteEndObject();
    }

    /// <summary>Other vendors mint ids that this one refuses; call and result change in the same way.</summary>
    private static string Id(string id) => id.Length == 0
        ? "_"
        : id.AsSpan().ContainsAnyExcept(IdChars) ? string.Create(id.Length, id, (span, text) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                span[i] = IdChars.Contains(text[i]) ? text[i] : '_';
            }
        }) : id;
}
