using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Writes an answer as one object: the last line of a stream with all text in it.</summary>
internal static class WholeWriter
{
    public static void Write(ChatAnswer answer, ChatRequest request, AnswerContext context, bool isGenerate, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        // The dialect has one answer per request.
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : new ChatChoice(0, [], FinishReason.Stop);
        string text = string.Concat(choice.Parts.Select(p => p switch { TextPart t => t.Text, RefusalPart r => r.Text, _ => "" }));
        string thought = string.Concat(choice.Parts.OfType<ReasoningPart>().Select(r => r.Text));
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        json.WriteString("created_at"u8, OllamaJson.Time(context.Created + (context.Elapsed?.Invoke() ?? TimeSpan.Zero)));
        AnswerText.Write(json, isGenerate, text, thought, [.. choice.Parts.OfType<ToolCallPart>()], 0);
        if (choice.Logprobs.Count > 0)
        {
            json.WriteStartArray("logprobs"u8);
            foreach (var item in choice.Logprobs)
            {
                item.WriteTo(json);
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("done"u8, true);
        json.WriteString("done_reason"u8, AnswerText.ReasonOf(choice.Reason, request));
        LineStats.Write(json, context, null, answer.Usage);
        json.WriteEndObject();
    }
}
