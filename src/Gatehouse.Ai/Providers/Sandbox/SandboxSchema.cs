using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>Makes the plainest value that a JSON Schema allows: what the sandbox answers where a shape is demanded.</summary>
internal static class SandboxSchema
{
    private const int MaxDepth = 32;

    /// <summary>A value of the schema.</summary>
    public static JsonNode? Instance(JsonElement schema, string text) => Instance(schema, schema, text, 0);

    private static JsonNode? Instance(JsonElement root, JsonElement schema, string text, int depth)
    {
        if (depth > MaxDepth || schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("$ref", out var reference) && Find(root, reference.GetString()) is { } target)
        {
            return Instance(root, target, text, depth + 1);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return JsonNode.Parse(constant.GetRawText());
        }

        if (schema.TryGetProperty("default", out var fallback))
        {
            return JsonNode.Parse(fallback.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            return JsonNode.Parse(values[0].GetRawText());
        }

        foreach (string choice in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(choice, out var options) && options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0)
            {
                return Instance(root, options[0], text, depth + 1);
            }
        }

        return TypeOf(schema) switch
        {
            "object" => Object(root, schema, text, depth),
            "array" => Array(root, schema, text, depth),
            "integer" => JsonValue.Create((long)Number(schema)),
            "number" => JsonValue.Create(Number(schema)),
            "boolean" => JsonValue.Create(true),
            "null" => null,
            _ => JsonValue.Create(Text(schema, text)),
        };
    }

    private static JsonObject Object(JsonElement root, JsonElement schema, string text, int depth)
    {
        var result = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                result[property.Name] = Instance(root, property.Value, text, depth + 1);
            }
        }

        return result;
    }

    private static JsonArray Array(JsonElement root, JsonElement schema, string text, int depth)
    {
        int least = schema.TryGetProperty("minItems", out var min) && min.TryGetInt32(out int count) ? Math.Clamp(count, 1, 100) : 1;
        return schema.TryGetProperty("items", out var items)
            ? new JsonArray([.. Enumerable.Range(0, least).Select(_ => Instance(root, items, text, depth + 1))])
            : [];
    }

    private static double Number(JsonElement schema)
        => schema.TryGetProperty("minimum", out var min) && min.TryGetDouble(out double least) ? least
            : schema.TryGetProperty("exclusiveMinimum", out var above) && above.TryGetDouble(out double bound) ? bound + 1
            : schema.TryGetProperty("maximum", out var max) && max.TryGetDouble(out double most) && most < 42 ? most
            : 42;

    private static string Text(JsonElement schema, string text)
    {
        string value = schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String ? format.GetString() switch
        {
            "date" => "2026-01-01",
            "date-time" => "2026-01-01T00:00:00Z",
            "email" => "user@example.com",
            "uri" => "https://example.com/",
            "uuid" => "00000000-0000-4000-8000-000000000000",
            _ => text,
        } : text;
        int most = schema.TryGetProperty("maxLength", out var max) && max.TryGetInt32(out int bound) ? Math.Max(0, bound) : 60;
        int least = schema.TryGetProperty("minLength", out var min) && min.TryGetInt32(out int floor) ? Math.Clamp(floor, 0, 10_000) : 0;
        return (value.Length > most ? value[..most] : value).PadRight(least, '.');
    }

    private static string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
        }

        return type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0 ? type[0].GetString()
            : type.ValueKind == JsonValueKind.String ? type.GetString() : "string";
    }

    private static JsonElement? Find(JsonElement root, string? reference)
    {
        if (reference is null || !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (string segment in reference[2..].Split('/'))
        {
            string name = Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out root))
            {
                return null;
            }
        }

        return root;
    }
}
