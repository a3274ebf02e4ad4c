using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Core.Schemas;

/// <summary>Reads scalars of a JSON tree whatever CLR type stands behind them.</summary>
public static class JsonScalars
{
    /// <summary>The text of a JSON string, else null.</summary>
    public static string? AsString(JsonNode? node)
        => node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A JSON boolean, else null.</summary>
    public static bool? AsBoolean(JsonNode? node)
        => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    /// <summary>A JSON number, else null.</summary>
    public static double? AsNumber(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (value.TryGetValue(out long l))
        {
            return l;
        }

        if (value.TryGetValue(out int i))
        {
            return i;
        }

        if (value.TryGetValue(out double d))
        {
            return d;
        }

        return value.TryGetValue(out decimal m) ? (double)m : null;
    }

    /// <summary>A finite JSON number without a fraction that fits 64 bits, else null.</summary>
    public static long? AsInteger(JsonNode? node)
    {
        if (node is JsonValue value && value.TryGetValue(out long l))
        {
            return l;
        }

        // 2^63 is the first double beyond the range; comparing with long.MaxValue would round up to it.
        return AsNumber(node) is { } d && Math.Floor(d) == d && d is >= -9223372036854775808d and < 9223372036854775808d ? (long)d : null;
    }

    /// <summary>Whether a node counts as set for Kong's checks: not null, not an empty string, array, set, map or record.</summary>
    public static bool IsSet(JsonNode? node) => node switch
    {
        null => false,
        JsonArray array => array.Count > 0,
        JsonObject record => record.Count > 0,
        _ => AsString(node) is not "",
    };

    /// <summary>Follows a path with dots, as Kong's checks name nested fields.</summary>
    public static JsonNode? Find(JsonObject record, string path)
    {
        JsonNode? node = record;
        foreach (var part in path.Split('.'))
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }
}
