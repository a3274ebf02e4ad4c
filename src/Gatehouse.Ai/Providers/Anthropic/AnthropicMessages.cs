using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Writes <c>system</c> and <c>messages</c>. <paramref name="minted"/>: whose proofs of thought the endpoint accepts.</summary>
internal sealed class AnthropicMessages(Utf8JsonWriter json, ChatRequest request, EncodeNotes notes, Dialect minted)
{
    private readonly bool _isOwn = request.Format == WireFormat.AnthropicMessages;

    /// <summary>Writes both; <paramref name="extra"/> is an instruction of ours behind the client's.</summary>
    public void Write(string? extra)
    {
        var turns = AnthropicTurns.Of(request, notes);
        WriteSystem(turns.System, extra);
        json.WriteStartArray("messages"u8);
        int written = 0;
        for (int i = 0; i < turns.Turns.Count; i++)
        {
            written += TryWriteTurn(turns.Turns[i].Role, turns.Turns[i].Parts, i == turns.Turns.Count - 1) ? 1 : 0;
        }

        json.WriteEndArray();
        if (written == 0)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "messages: the provider needs at least one message that is no instruction and not empty.", "messages");
        }
    }

    private void WriteSystem(IReadOnlyList<Part> parts, string? extra)
    {
        var texts = new List<TextPart>();
        foreach (var part in parts)
        {
            if (part is not TextPart text)
            {
                throw new AiException(AiErrorKind.Unsupported, "Instructions can hold text only at this provider.", "messages");
            }

            if (!string.IsNullOrWhiteSpace(text.Text))
            {
                texts.Add(text);
            }
        }

        if (extra is not null)
        {
            texts.Add(new TextPart(extra));
        }

        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("system"u8);
        foreach (var text in texts)
        {
            AnthropicBlocks.WriteText(json, text.Text, text.Cache);
        }

        json.WriteEndArray();
    }

    private bool TryWriteTurn(MessageRole role, IReadOnlyList<Part> parts, bool isLast)
    {
        var kept = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            if (Keep(part) is { } block)
            {
                kept.Add(block);
            }
        }

        if (isLast && role == MessageRole.Assistant && !_isOwn && kept is [.., TextPart last] && last.Text.Length > last.Text.TrimEnd().Length)
        {
            // The beginning of an answer; the vendor refuses one that ends in a blank.
            notes.Changed("messages", "blanks at the end of the answer that is to be continued were left out");
            kept[^1] = last with { Text = last.Text.TrimEnd() };
        }

        if (kept.Count == 0)
        {
            return false;
        }

        json.WriteStartObject();
        json.WriteString("role"u8, role == MessageRole.User ? "user"u8 : "assistant"u8);
        json.WriteStartArray("content"u8);
        foreach (var part in kept)
        {
            AnthropicBlocks.Write(json, part, request, notes);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return true;
    }

    /// <summary>The part as it can be sent; null = not at all. Empty text is refused by the vendor.</summary>
    private Part? Keep(Part part)
    {
        switch (part)
        {
            case TextPart text:
                return string.IsNullOrWhiteSpace(text.Text) ? null : text;
            case RefusalPart refusal:
                return string.IsNullOrWhiteSpace(refusal.Text) ? null : new TextPart(refusal.Text);
            case ReasoningPart thought when thought.Origin != minted || thought is { Signature: null, Redacted: null }:
                notes.Changed("thinking", "earlier thought without this provider's proof was left out");
                return null;
            case ForeignPart foreign when foreign.Dialect != Dialect.Anthropic:
                notes.Unsupported(foreign.Kind, "only another provider has such content");
                return null;
            default:
                return part;
        }
    }
}
