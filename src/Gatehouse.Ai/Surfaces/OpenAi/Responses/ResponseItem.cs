using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>An output item while it grows.</summary>
internal sealed class ResponseItem(ResponseItemKind kind, int index, string id)
{
    public ResponseItemKind Kind => kind;

    /// <summary>Its place in the output.</summary>
    public int Index => index;

    public string Id { get; set; } = id;

    /// <summary>Of a function call: the number among the calls of this answer, the id to be answered, the name.</summary>
    public int Call { get; init; }

    public string CallId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Arguments or thought.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Of reasoning: the proof to be kept; null = none.</summary>
    public string? Kept { get; set; }

    /// <summary>Of a message: what it holds.</summary>
    public List<ResponseContent> Contents { get; } = [];

    public bool IsDone { get; set; }

    /// <summary>The object, empty as when it is announced, or as it stands.</summary>
    public void Write(Utf8JsonWriter json, string status, bool isEmpty = false)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        switch (kind)
        {
            case ResponseItemKind.Message:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("status"u8, status);
                json.WriteString("role"u8, "assistant"u8);
                json.WriteStartArray("content"u8);
                foreach (var content in Contents)
                {
                    content.Write(json);
                }

                json.WriteEndArray();
                break;
            case ResponseItemKind.FunctionCall:
                json.WriteString("type"u8, "function_call"u8);
                json.WriteString("status"u8, status);
                json.WriteString("call_id"u8, CallId);
                json.WriteString("name"u8, Name);
                json.WriteString("arguments"u8, isEmpty ? "" : Arguments());
                break;
            default:
                WriteReasoning(json);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The arguments; a call without any is made with an empty object.</summary>
    public string Arguments() => Text.Length == 0 ? "{}" : Text.ToString();

    private void WriteReasoning(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "reasoning"u8);
        json.WriteStartArray("summary"u8);
        if (Text.Length > 0)
        {
            WriteSummary(json, Text.ToString());
        }

        json.WriteEndArray();
        if (Kept is not null)
        {
            json.WriteString("encrypted_content"u8, Kept);
        }
    }

    /// <summary>A part of a summary.</summary>
    public static void WriteSummary(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }
}
