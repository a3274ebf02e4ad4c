using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>Writes an answer of Converse. Of several answers the first, because Converse has one.</summary>
internal static class ConverseAnswerWriter
{
    public static void Write(ChatAnswer answer, ChatRequest request, AnswerContext context, IBufferWriter<byte> output)
    {
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : new ChatChoice(0, [], FinishReason.Stop);
        using var json = new Utf8JsonWriter(output, ConverseWords.Plain);
        json.WriteStartObject();
        json.WriteStartObject("output");
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        for (int i = 0; i < choice.Parts.Count;)
        {
            i += WriteBlock(json, choice.Parts, i);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        ConverseWords.WriteStop(json, choice.Reason, choice.StopSequence, ConverseWords.WantsStopSequence(request));
        ConverseWords.WriteUsage(json, answer.Usage, context);
        json.WriteEndObject();
    }

    /// <summary>Writes one block; the parts it has used.</summary>
    private static int WriteBlock(Utf8JsonWriter json, IReadOnlyList<Part> parts, int at)
    {
        switch (parts[at])
        {
            case TextPart text:
                return WriteText(json, text.Text, parts, at);
            case RefusalPart refusal:
                return WriteText(json, refusal.Text, parts, at);
            case ToolCallPart call:
                json.WriteStartObject();
                WriteCall(json, call);
                json.WriteEndObject();
                return 1;
            case ReasoningPart reasoning:
                json.WriteStartObject();
                WriteReasoning(json, reasoning);
                json.WriteEndObject();
                return 1;
            case ForeignPart { Dialect: Dialect.Bedrock } foreign when foreign.Kind != "citation":
                json.WriteStartObject();
                json.WritePropertyName(foreign.Kind);
                foreign.Value.WriteTo(json);
                json.WriteEndObject();
                return 1;
            default:
                // What another vendor's dialect alone has (its annotations) has no place here.
                return 1;
        }
    }

    // Citations stand behind the text they are about; Converse puts both into one block.
    private static int WriteText(Utf8JsonWriter json, string text, IReadOnlyList<Part> parts, int at)
    {
        int end = at + 1;
        while (end < parts.Count && parts[end] is ForeignPart { Dialect: Dialect.Bedrock, Kind: "citation" })
        {
            end++;
        }

        json.WriteStartObject();
        if (end == at + 1)
        {
            json.WriteString("text", text);
        }
        else
        {
            json.WriteStartObject("citationsContent");
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("text", text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("citations");
            for (int i = at + 1; i < end; i++)
            {
                ((ForeignPart)parts[i]).Value.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        return end - at;
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject("toolUse");
        json.WriteString("toolUseId", call.Id);
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        WriteArguments(json, call.Arguments);
        json.WriteEndObject();
    }

    // Input is any JSON. What the model wrote and is none goes as a string, so that nothing of it is lost.
    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStringValue(arguments);
        }
    }

    private static void WriteReasoning(Utf8JsonWriter json, ReasoningPart reasoning)
    {
        json.WriteStartObject("reasoningContent");
        if (reasoning is { Redacted: { } redacted, Origin: { } hider })
        {
            json.WriteString("redactedContent", ProofText.WriteRedacted(hider, redacted));
        }
        else
        {
            json.WriteStartObject("reasoningText");
            json.WriteString("text", reasoning.Text);
            if (reasoning is { Signature: { } signature, Origin: { } origin })
            {
                json.WriteString("signature", ProofText.WriteSignature(origin, signature));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
