using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Writes <c>messages</c>: text in one string, images beside it, each result of a tool as a message of its own with the tool's name.</summary>
internal static class OllamaMessages
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        json.WriteStartArray("messages"u8);
        for (int i = 0; i < request.Messages.Count; i++)
        {
            var message = request.Messages[i];
            if (message.Name is not null)
            {
                notes.Changed($"messages[{i}].name", "left out, the provider knows no names of speakers");
            }

            foreach (var result in message.Parts.OfType<ToolResultPart>())
            {
                WriteResult(json, result, names, notes);
            }

            foreach (var call in message.Parts.OfType<ToolCallPart>())
            {
                names[call.Id] = call.Name;
            }

            var rest = message.Parts.Where(p => p is not ToolResultPart).ToList();
            if (rest.Count > 0)
            {
                WriteMessage(json, message.Role, rest, notes);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, MessageRole role, List<Part> parts, EncodeNotes notes)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role switch { MessageRole.System => "system"u8, MessageRole.User => "user"u8, _ => "assistant"u8 });
        WriteContent(json, parts, role == MessageRole.Assistant ? "" : "\n\n", notes);
        string thought = string.Concat(parts.OfType<ReasoningPart>().Select(r => r.Text));
        if (thought.Length > 0)
        {
            json.WriteString("thinking"u8, thought);
        }

        WriteCalls(json, [.. parts.OfType<ToolCallPart>()], notes);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result, Dictionary<string, string> names, EncodeNotes notes)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        WriteContent(json, result.Content, "\n\n", notes);
        if ((result.Name ?? names.GetValueOrDefault(result.CallId)) is { } name)
        {
            json.WriteString("tool_name"u8, name);
        }

        json.WriteString("tool_call_id"u8, result.CallId);
        json.WriteEndObject();
        if (result.IsError)
        {
            notes.Changed("tool_result.is_error", "left out, the provider does not tell failed tools from others");
        }
    }

    /// <summary>Writes <c>content</c> and <c>images</c>. The model's own text stays in one piece, other texts are paragraphs.</summary>
    private static void WriteContent(Utf8JsonWriter json, IReadOnlyList<Part> parts, string separator, EncodeNotes notes)
    {
        var texts = new List<string>();
        var images = new List<string>();
        foreach (var part in parts)
        {
            switch (part)
            {
                case TextPart { Text.Length: > 0 } text:
                    texts.Add(text.Text);
                    break;
                case RefusalPart refusal:
                    texts.Add(refusal.Text);
                    break;
                case ImagePart image:
                    images.Add(image.Source.Base64 ?? throw Refuse("The provider takes images as base64 only; it fetches none."));
                    break;
                case FilePart { Text: { } document } file:
                    texts.Add(string.IsNullOrEmpty(file.Name) ? document : $"{file.Name}:\n{document}");
                    notes.Changed("document", "sent as text, the provider takes no documents");
                    break;
                case FilePart:
                    throw Refuse("The provider takes no documents but text.");
                case AudioPart:
                    throw Refuse("The provider takes no sound.");
                case ForeignPart foreign:
                    notes.Unsupported(foreign.Kind, "only another provider has such content");
                    break;
                case ReasoningPart { Redacted: not null }:
                    notes.Changed("thinking", "encrypted thought was left out, only its provider can read it");
                    break;
            }
        }

        json.WriteString("content"u8, string.Join(separator, texts));
        if (images.Count == 0)
        {
            return;
        }

        json.WriteStartArray("images"u8);
        foreach (string image in images)
        {
            json.WriteStringValue(image);
        }

        json.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter json, List<ToolCallPart> calls, EncodeNotes notes)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var (index, call) in calls.Index())
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteStartObject("function"u8);
            json.WriteNumber("index"u8, index);
            json.WriteString("name"u8, call.Name);
            json.WritePropertyName("arguments"u8);
            if (!ToolArguments.WriteObject(json, call.Arguments))
            {
                notes.Changed("tool_calls", "arguments that are no JSON object were put into one");
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static AiException Refuse(string message) => new(AiErrorKind.Unsupported, message, "messages");
}
