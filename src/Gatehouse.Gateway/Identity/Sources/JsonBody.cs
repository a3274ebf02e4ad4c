using System.Text;
using System.Text.Json;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Members of a JSON object as parameters. Strict JSON, at most 64 levels deep.</summary>
internal static class JsonBody
{
    /// <summary>Finds a member of the outermost object.</summary>
    public static ParameterMatch Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, out byte[] value)
    {
        value = [];
        var match = ParameterMatch.None;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return ParameterMatch.None;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isIt = reader.ValueTextEquals(name);
                reader.Read();
                if (isIt)
                {
                    match = match != ParameterMatch.None ? ParameterMatch.Several : MatchOf(reader.TokenType);
                    value = match == ParameterMatch.One ? Encoding.UTF8.GetBytes(reader.GetString()!) : [];
                }

                reader.Skip();
            }

            // What stands behind the object is no JSON.
            return reader.Read() ? ParameterMatch.None : match;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no UTF-8.
            return ParameterMatch.None;
        }
    }

    /// <summary>The object without these members, every other byte as it was; null when it has none of them.</summary>
    public static byte[]? Remove(ReadOnlySpan<byte> body, ReadOnlySpan<byte[]> names)
    {
        byte[] copy = new byte[body.Length];
        int length = 0;
        int kept = 0; // first byte that is neither copied nor dropped
        bool isFirst = true;
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.TokenType != JsonTokenType.EndObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int start = (int)reader.TokenStartIndex;
                bool isOne = Matches(ref reader, names);
                reader.Read();
                reader.Skip();
                int end = (int)reader.BytesConsumed;
                if (isOne)
                {
                    // With the comma before it, or, where it is the first that would stay, the one behind it.
                    int from = isFirst ? start : CommaBefore(body, start);
                    length += Append(body[kept..from], copy, length);
                    kept = isFirst ? CommaBehind(body, end) : end;
                }
                else
                {
                    isFirst = false;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        if (kept == 0)
        {
            return null;
        }

        length += Append(body[kept..], copy, length);
        return copy[..length];
    }

    private static bool Matches(ref Utf8JsonReader reader, ReadOnlySpan<byte[]> names)
    {
        foreach (byte[] name in names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private static ParameterMatch MatchOf(JsonTokenType type) => type switch
    {
        JsonTokenType.String => ParameterMatch.One,
        JsonTokenType.StartArray or JsonTokenType.StartObject => ParameterMatch.Several,
        JsonTokenType.Null => ParameterMatch.None,
        _ => ParameterMatch.NoText,
    };

    private static int CommaBefore(ReadOnlySpan<byte> body, int start) => body[..start].LastIndexOf((byte)',');

    private static int CommaBehind(ReadOnlySpan<byte> body, int end)
    {
        int at = end + body[end..].IndexOfAnyExcept(" \t\r\n"u8);
        return at >= end && body[at] == ',' ? at + 1 : end;
    }

    private static int Append(ReadOnlySpan<byte> bytes, byte[] destination, int at)
    {
        bytes.CopyTo(destination.AsSpan(at));
        return bytes.Length;
    }
}
