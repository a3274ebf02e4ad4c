using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Writes thought with its proof as an element of <c>thinking_blocks</c>, complete, so that a client need only keep and send it back.</summary>
internal static class ChatThought
{
    public static void WriteBlock(Utf8JsonWriter json, ReasoningPart thought)
    {
        bool isHidden = thought is { Redacted: not null, Text.Length: 0 };
        json.WriteStartObject();
        json.WriteString("type"u8, isHidden ? "redacted_thinking"u8 : "thinking"u8);
        if (!isHidden)
        {
            json.WriteString("thinking"u8, thought.Text);
        }

        if (thought.Signature is not null)
        {
            json.WriteString("signature"u8, ChatWords.Keep(thought.Signature, thought.Origin));
        }

        if (thought.Redacted is not null)
        {
            json.WriteString("data"u8, ChatWords.Keep(thought.Redacted, thought.Origin));
        }

        if (thought.Id is not null)
        {
            json.WriteString("id"u8, thought.Id);
        }

        json.WriteEndObject();
    }
}
