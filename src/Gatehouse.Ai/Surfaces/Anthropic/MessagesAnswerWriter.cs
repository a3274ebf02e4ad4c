using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Writes an answer as one <c>message</c>.</summary>
internal static class MessagesAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, AnthropicJson.Options);
        // The dialect has one answer per request.
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : null;
        json.WriteStartObject();
        WriteHead(json, answer.Id, context);
        json.WriteStartArray("content"u8);
        var parts = choice?.Parts ?? [];
        for (int i = 0; i < parts.Count; i++)
        {
            WriteBlock(json, parts, ref i);
        }

        json.WriteEndArray();
        WriteStop(json, choice?.Reason ?? FinishReason.Stop, choice?.StopSequence);
        UsageWriter.Write(json, answer.Usage, answer.ServiceTier, context.EstimatedInput, context.Cost?.Invoke());
        json.WriteEndObject();
    }

    /// <summary>The members before <c>content</c>. An id that is not Anthropic's own is made of the gateway's.</summary>
    public static void WriteHead(Utf8JsonWriter json, string? id, AnswerContext context)
    {
        json.WriteString("id"u8, id is not null && id.StartsWith("msg_", StringComparison.Ordinal) ? id : $"msg_{context.RequestId.Replace("-", "", StringComparison.Ordinal)}");
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, context.Model);
    }

    /// <summary>Why the answer ended; null = it goes on.</summary>
    public static void WriteStop(Utf8JsonWriter json, FinishReason? reason, string? sequence)
    {
        if (reason is { } known)
        {
            json.WriteString("stop_reason"u8, StopReasons.Of(known));
        }
        else
        {
            json.WriteNull("stop_reason"u8);
        }

        json.WriteString("stop_sequence"u8, sequence);
        json.WriteNull("stop_details"u8);
    }

    private static void WriteBlock(Utf8JsonWriter json, IReadOnlyList<Part> parts, ref int index)
    {
        switch (parts[index])
        {
            case TextPart text:
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                WriteCitations(json, parts, ref index);
                json.WriteEndObject();
                break;
            case RefusalPart refusal:
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, refusal.Text);
                json.WriteEndObject();
                break;
            case ReasoningPart thought:
                WriteThought(json, thought);
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("input"u8);
                ToolArguments.WriteObject(json, call.Arguments);
                json.WriteEndObject();
                break;
            case ForeignPart { Dialect: Dialect.Anthropic, Kind: not "citations_delta" } foreign:
                foreign.Value.WriteTo(json);
                break;
        }
    }

    // Citations come behind the text they belong to, as in streams.
    private static void WriteCitations(Utf8JsonWriter json, IReadOnlyList<Part> parts, ref int index)
    {
        bool hasAny = false;
        while (index + 1 < parts.Count && parts[index + 1] is ForeignPart { Dialect: Dialect.Anthropic, Kind: "citations_delta" } citation)
        {
            if (!hasAny)
            {
                json.WriteStartArray("citations"u8);
                hasAny = true;
            }

            citation.Value.WriteTo(json);
            index++;
        }

        if (hasAny)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteThought(Utf8JsonWriter json, ReasoningPart thought)
    {
        if (thought.Text.Length > 0 || thought.Signature is not null)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, thought.Text);
            json.WriteString("signature"u8, thought.Signature is null ? "" : Seals.Put(thought.Origin, thought.Signature));
            json.WriteEndObject();
        }

        if (thought.Redacted is not null)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "redacted_thinking"u8);
            json.WriteString("data"u8, Seals.Put(thought.Origin, thought.Redacted));
            json.WriteEndObject();
        }
    }
}
