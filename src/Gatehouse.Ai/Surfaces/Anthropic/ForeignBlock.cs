using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>A block that only Anthropic has (server tools and their results), as a stream begins it: its input, if any, follows as a delta.</summary>
internal static class ForeignBlock
{
    /// <summary>Writes the block; returns whether an input must follow, which is JSON text in one line.</summary>
    public static bool WriteStart(Utf8JsonWriter json, JsonElement block, out string input)
    {
        input = "";
        if (block.ValueKind != JsonValueKind.Object || !block.TryGetProperty("input"u8, out var whole) || whole.ValueKind != JsonValueKind.Object)
        {
            block.WriteTo(json);
            return false;
        }

        json.WriteStartObject();
        foreach (var member in block.EnumerateObject())
        {
            if (member.NameEquals("input"u8))
            {
                json.WriteStartObject("input"u8);
                json.WriteEndObject();
            }
            else
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
        input = whole.GetRawText();
        return true;
    }
}
