using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Writes the members that hold an answer or a piece of it: <c>message</c> for chat, <c>response</c> and <c>thinking</c> for generate.</summary>
internal static class AnswerText
{
    public static void Write(Utf8JsonWriter json, bool isGenerate, string text, string thought, IReadOnlyList<ToolCallPart> calls, int firstCall)
    {
        if (isGenerate)
        {
            json.WriteString("response"u8, text);
            if (thought.Length > 0)
            {
                json.WriteString("thinking"u8, thought);
            }

            WriteCalls(json, calls, firstCall);
            return;
        }

        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        if (thought.Length > 0)
        {
            json.WriteString("thinking"u8, thought);
        }

        WriteCalls(json, calls, firstCall);
        json.WriteEndObject();
    }

    public static string ReasonOf(FinishReason reason, ChatRequest request) => request.Messages.Count == 0 ? LoadAnswer.ReasonOf(request)
        : reason is FinishReason.Length or FinishReason.ContextWindow ? "length"
        : "stop";

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ToolCallPart> calls, int first)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var (offset, call) in calls.Index())
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteStartObject("function"u8);
            json.WriteNumber("index"u8, first + offset);
            json.WriteString("name"u8, call.Name);
            json.WritePropertyName("arguments"u8);
            ToolArguments.WriteObject(json, call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
