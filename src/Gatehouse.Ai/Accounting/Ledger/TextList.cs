using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>Lists of texts in one column, as JSON.</summary>
internal static class TextList
{
    /// <summary>A JSON array.</summary>
    public static string Write(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return "[]";
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (string value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The list of a JSON array.</summary>
    public static IReadOnlyList<string> Read(string json)
    {
        if (json == "[]")
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(v => v.GetString()!)];
    }
}
