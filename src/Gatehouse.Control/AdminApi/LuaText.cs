using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Control.AdminApi;

/// <summary>Writes errors as Kong's message does: <c>{services={{host="required field missing"}}}</c>, keys sorted.</summary>
internal static class LuaText
{
    /// <summary>A message is for people; the members of the answer hold everything.</summary>
    private const int MaxLength = 8192;

    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.Length <= MaxLength ? text.ToString() : text.ToString(0, MaxLength) + "…";
    }

    private static void Write(StringBuilder text, JsonNode? node)
    {
        if (text.Length > MaxLength)
        {
            return;
        }

        switch (node)
        {
            case JsonObject record:
                WriteRecord(text, record);
                break;
            case JsonArray array:
                WriteArray(text, array);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(text, value.GetValue<string>());
                break;
            case null:
                text.Append("null");
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void WriteRecord(StringBuilder text, JsonObject record)
    {
        text.Append('{');
        var isFirst = true;
        foreach (var (key, value) in record.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(isFirst ? "" : ",");
            isFirst = false;
            if (IsName(key))
            {
                text.Append(key);
            }
            else
            {
                text.Append('[');
                WriteString(text, key);
                text.Append(']');
            }

            text.Append('=');
            Write(text, value);
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, JsonArray array)
    {
        text.Append('{');
        for (var i = 0; i < array.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Write(text, array[i]);
        }

        text.Append('}');
    }

    private static void WriteString(StringBuilder text, string value)
        => text.Append('"')
            .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
            .Append('"');

    private static bool IsName(string key)
        => key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
