using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>
/// Shapes of answers. The vendor takes a schema only if every object in it says <c>additionalProperties: false</c>, so that "any JSON object" cannot be said
/// by schema: it is asked for in words.
/// </summary>
internal static class AnthropicSchema
{
    /// <summary>Writes a schema with every object closed; returns whether that changed it.</summary>
    public static bool WriteClosed(Utf8JsonWriter json, JsonElement schema) => WriteNode(json, schema, isSchema: true);

    /// <summary>The instruction that stands for a format which the model does not take.</summary>
    public static string InWords(ResponseFormat format, EncodeNotes notes)
    {
        if (format.Kind == ResponseFormatKind.JsonObject)
        {
            notes.Changed("response_format", "a JSON object is asked for in words, the provider has no such mode");
            return "Answer with exactly one JSON object and nothing else: no words around it, no code fence.";
        }

        notes.Unsupported("response_format", "the model takes no JSON schema");
        return $"Answer with exactly one JSON value that matches this JSON schema and nothing else, no words around it, no code fence: {format.Schema.GetRawText()}";
    }

    private static bool WriteNode(Utf8JsonWriter json, JsonElement node, bool isSchema)
    {
        bool hasChanged = false;
        switch (node.ValueKind)
        {
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in node.EnumerateArray())
                {
                    hasChanged |= WriteNode(json, item, isSchema);
                }

                json.WriteEndArray();
                return hasChanged;
            case JsonValueKind.Object:
                return WriteObject(json, node, isSchema);
            default:
                node.WriteTo(json);
                return false;
        }
    }

    private static bool WriteObject(Utf8JsonWriter json, JsonElement node, bool isSchema)
    {
        bool closes = isSchema && IsObjectSchema(node);
        bool hasChanged = closes && !(node.TryGetProperty("additionalProperties"u8, out var others) && others.ValueKind == JsonValueKind.False);
        json.WriteStartObject();
        foreach (var member in node.EnumerateObject())
        {
            if (closes && member.NameEquals("additionalProperties"u8))
            {
                continue;
            }

            json.WritePropertyName(member.Name);
            if (isSchema && member.Name is "properties" or "$defs" or "definitions" or "patternProperties" && member.Value.ValueKind == JsonValueKind.Object)
            {
                // Its members' names are the client's, their values schemas.
                json.WriteStartObject();
                foreach (var inner in member.Value.EnumerateObject())
                {
                    json.WritePropertyName(inner.Name);
                    hasChanged |= WriteNode(json, inner.Value, isSchema: true);
                }

                json.WriteEndObject();
            }
            else
            {
                hasChanged |= WriteNode(json, member.Value, isSchema && member.Name is "items" or "prefixItems" or "anyOf" or "allOf" or "oneOf" or "not" or "if" or "then" or "else");
            }
        }

        if (closes)
        {
            json.WriteBoolean("additionalProperties"u8, false);
        }

        json.WriteEndObject();
        return hasChanged;
    }

    private static bool IsObjectSchema(JsonElement node)
        => node.TryGetProperty("type"u8, out var type)
            && (type.ValueKind == JsonValueKind.String && type.ValueEquals("object"u8)
                || type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(t => t.ValueKind == JsonValueKind.String && t.ValueEquals("object"u8)));
}
