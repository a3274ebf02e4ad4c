using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Control.Declarative;

/// <summary>Reads strict JSON into a tree, with bounds; repeated keys are refused.</summary>
internal static class JsonTreeReader
{
    /// <summary>Reads a text; throws <see cref="DeclarativeSyntaxException"/>.</summary>
    public static JsonNode? Read(string text, DeclarativeLimits limits)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            int count = 0;
            reader.Read();
            var root = ReadValue(ref reader, utf8, limits, ref count);
            if (reader.Read())
            {
                throw new DeclarativeSyntaxException("content after the end of the document");
            }

            return root;
        }
        catch (JsonException e)
        {
            throw new DeclarativeSyntaxException("not valid JSON", (e.LineNumber ?? -1) + 1, (e.BytePositionInLine ?? 0) + 1);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in an escape: valid to the scanner, not to a string.
            throw new DeclarativeSyntaxException("a string is not valid Unicode");
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, byte[] utf8, DeclarativeLimits limits, ref int count)
    {
        if (++count > limits.MaxNodes)
        {
            throw new DeclarativeSyntaxException($"more than {limits.MaxNodes} values");
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, utf8, limits, ref count);
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(ReadValue(ref reader, utf8, limits, ref count));
                }

                return array;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return reader.TryGetInt64(out long whole) ? JsonValue.Create(whole) : ReadFraction(ref reader);
            case JsonTokenType.Null:
                return null;
            default:
                return JsonValue.Create(reader.GetBoolean());
        }
    }

    private static JsonValue ReadFraction(ref Utf8JsonReader reader)
        => reader.TryGetDouble(out double value) && double.IsFinite(value)
            ? JsonValue.Create(value)
            : throw new DeclarativeSyntaxException("a number is out of range");

    private static JsonObject ReadObject(ref Utf8JsonReader reader, byte[] utf8, DeclarativeLimits limits, ref int count)
    {
        var record = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            if (record.ContainsKey(name))
            {
                var (line, column) = Position(utf8, (int)reader.TokenStartIndex);
                throw new DeclarativeSyntaxException($"key '{Core.Schemas.ValueDisplay.Shorten(name)}' is repeated", line, column);
            }

            reader.Read();
            record.Add(name, ReadValue(ref reader, utf8, limits, ref count));
        }

        return record;
    }

    private static (int Line, int Column) Position(byte[] utf8, int offset)
    {
        var before = utf8.AsSpan(0, offset);
        return (before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }
}
