using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Writes entities as a declarative document in YAML, as <c>GET /config</c> gives it: format 3.0, values not to be transformed
/// again, foreign keys as ids, vault references as written.
/// </summary>
public static class DeclarativeWriter
{
    /// <summary>Renders <see cref="DeclarativeResult.ReadEntities"/>.</summary>
    public static string Write(JsonObject entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var yaml = new StringBuilder("_format_version: '3.0'\n_transform: false\n");
        foreach (var (kind, table) in entities)
        {
            if (table is not JsonObject { Count: > 0 } rows)
            {
                continue;
            }

            yaml.Append(kind).Append(":\n");
            foreach (var (_, row) in rows)
            {
                if (row is JsonObject entity)
                {
                    WriteEntity(yaml, entity);
                }
            }
        }

        return yaml.ToString();
    }

    private static void WriteEntity(StringBuilder yaml, JsonObject entity)
    {
        string lead = "- ";
        foreach (var (name, value) in entity)
        {
            yaml.Append(lead);
            lead = "  ";
            bool isForeign = value is JsonObject { Count: 1 } key && key.ContainsKey("id");
            WriteMember(yaml, name, isForeign ? value!["id"] : value, 2);
        }
    }

    private static void WriteMember(StringBuilder yaml, string name, JsonNode? value, int indent)
    {
        WriteText(yaml, name);
        yaml.Append(':');
        switch (value)
        {
            case JsonObject { Count: > 0 } record:
                yaml.Append('\n');
                foreach (var (key, member) in record)
                {
                    yaml.Append(' ', indent + 2);
                    WriteMember(yaml, key, member, indent + 2);
                }

                break;
            case JsonArray { Count: > 0 } list:
                yaml.Append('\n');
                foreach (var item in list)
                {
                    yaml.Append(' ', indent).Append("- ");
                    WriteItem(yaml, item);
                }

                break;
            default:
                yaml.Append(' ');
                WriteItem(yaml, value);
                break;
        }
    }

    // Scalars, and whatever stands inside an array: JSON is YAML's flow style.
    private static void WriteItem(StringBuilder yaml, JsonNode? value)
    {
        if (JsonScalars.AsString(value) is { } text)
        {
            WriteText(yaml, text);
        }
        else
        {
            yaml.Append(value?.ToJsonString() ?? "null");
        }

        yaml.Append('\n');
    }

    private static void WriteText(StringBuilder yaml, string text)
    {
        if (IsPlain(text))
        {
            yaml.Append(text);
        }
        else
        {
            // A JSON string is a YAML double-quoted scalar.
            yaml.Append('"').Append(JsonEncodedText.Encode(text).ToString()).Append('"');
        }
    }

    private static bool IsPlain(string text)
        => text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
            && JsonScalars.AsString(YamlScalars.Parse(text)) is not null;
}
