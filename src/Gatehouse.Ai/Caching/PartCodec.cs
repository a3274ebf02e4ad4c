using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Caching;

/// <summary>Parts of an answer that is kept: those that <see cref="AnswerCollector"/> makes. Signatures stay as they were minted.</summary>
internal static class PartCodec
{
    /// <summary>Writes one; false when it is of a kind that answers have not.</summary>
    public static bool Write(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                CodecText.Write(json, "text"u8, text.Text);
                break;
            case RefusalPart refusal:
                CodecText.Write(json, "refusal"u8, refusal.Text);
                break;
            case ReasoningPart reasoning:
                CodecText.Write(json, "reasoning"u8, reasoning.Text);
                CodecText.Write(json, "signature"u8, reasoning.Signature);
                CodecText.Write(json, "redacted"u8, reasoning.Redacted);
                CodecText.Write(json, "origin"u8, reasoning.Origin?.ToString());
                CodecText.Write(json, "id"u8, reasoning.Id);
                break;
            case ToolCallPart call:
                CodecText.Write(json, "call"u8, call.Id);
                CodecText.Write(json, "name"u8, call.Name);
                CodecText.Write(json, "arguments"u8, call.Arguments);
                break;
            case ForeignPart { Value.ValueKind: not JsonValueKind.Undefined } foreign:
                CodecText.Write(json, "foreign"u8, foreign.Dialect.ToString());
                CodecText.Write(json, "kind"u8, foreign.Kind);
                json.WritePropertyName("value"u8);
                foreign.Value.WriteTo(json);
                break;
            default:
                return false;
        }

        json.WriteEndObject();
        return true;
    }

    /// <summary>Reads one; throws <see cref="KeyNotFoundException"/> for what is none.</summary>
    public static Part Read(JsonElement part)
    {
        if (CodecText.Read(part, "text"u8) is { } text)
        {
            return new TextPart(text);
        }

        if (CodecText.Read(part, "call"u8) is { } id)
        {
            return new ToolCallPart(id, part.GetProperty("name"u8).GetString()!, part.GetProperty("arguments"u8).GetString()!);
        }

        if (CodecText.Read(part, "reasoning"u8) is { } thought)
        {
            return new ReasoningPart(thought)
            {
                Signature = CodecText.Read(part, "signature"u8),
                Redacted = CodecText.Read(part, "redacted"u8),
                Origin = CodecText.Read(part, "origin"u8) is { } origin ? Enum.Parse<Dialect>(origin) : null,
                Id = CodecText.Read(part, "id"u8),
            };
        }

        return CodecText.Read(part, "refusal"u8) is { } refusal
            ? new RefusalPart(refusal)
            : new ForeignPart(Enum.Parse<Dialect>(part.GetProperty("foreign"u8).GetString()!), part.GetProperty("kind"u8).GetString()!, part.GetProperty("value"u8));
    }
}
