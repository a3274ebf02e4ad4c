using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>
/// Annotations of chat completions as responses have them: <c>{type, url_citation: {…}}</c> becomes one flat object.
/// </summary>
internal static class ResponseAnnotations
{
    public static IEnumerable<JsonElement> Flatten(JsonElement annotations)
    {
        foreach (var annotation in annotations.EnumerateArray())
        {
            if (annotation.ValueKind == JsonValueKind.Object
                && annotation.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                && annotation.TryGetProperty(type.GetString()!, out var inner) && inner.ValueKind == JsonValueKind.Object)
            {
                yield return Flatten(type, inner);
            }
            else
            {
                yield return annotation;
            }
        }
    }

    private static JsonElement Flatten(JsonElement type, JsonElement inner)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WritePropertyName("type"u8);
            type.WriteTo(json);
            foreach (var property in inner.EnumerateObject().Where(p => !p.NameEquals("type"u8)))
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(memory.ToArray());
    }
}
