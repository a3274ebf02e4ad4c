using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>A text or a refusal inside a message item.</summary>
internal sealed class ResponseContent(bool isRefusal)
{
    public bool IsRefusal => isRefusal;

    public StringBuilder Text { get; } = new();

    public List<JsonElement> Annotations { get; } = [];

    public List<JsonElement> Logprobs { get; } = [];

    /// <summary>The object, with the text so far unless <paramref name="isEmpty"/>.</summary>
    public void Write(Utf8JsonWriter json, bool isEmpty = false)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, isRefusal ? "refusal"u8 : "output_text"u8);
        json.WriteString(isRefusal ? "refusal"u8 : "text"u8, isEmpty ? "" : Text.ToString());
        if (!isRefusal)
        {
            WriteArray(json, "annotations"u8, isEmpty ? [] : Annotations);
            WriteArray(json, "logprobs"u8, isEmpty ? [] : Logprobs);
        }

        json.WriteEndObject();
    }

    public static void WriteArray(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<JsonElement> elements)
    {
        json.WriteStartArray(name);
        foreach (var element in elements)
        {
            element.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
