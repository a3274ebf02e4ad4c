using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Protocols.Jose.Json;

/// <summary>
/// Reads a JSON object once into a flat table of nodes. Stricter than RFC 8259 wherever parsers are known to disagree: duplicate
/// members (RFC 7515 §4, RFC 7519 §4), numbers no double can hold, halves of surrogate pairs, bytes that are not UTF-8.
/// </summary>
internal static class StrictJson
{
    private const int LongestNumber = 64;
    private const int LongestExponent = 3;

    /// <summary>Nodes that a text of this many bytes can need at most.</summary>
    public static int NodeBound(int textLength) => (textLength / 2) + 1;

    /// <summary>
    /// Reads the object. Strings with escapes are unescaped in place, which never makes them longer; so the nodes point at plain
    /// UTF-8 and <paramref name="text"/> is no JSON text any more.
    /// </summary>
    public static bool TryRead(Span<byte> text, Span<JsonNode> nodes, int maximumDepth, out int count, out JoseError error)
    {
        count = 0;
        if (!Utf8.IsValid(text))
        {
            error = JoseError.JsonNotUtf8;
            return false;
        }

        try
        {
            error = Read(text, nodes, maximumDepth, ref count);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader has no Try…; InvalidOperationException is its word for half a surrogate pair.
            error = JoseError.JsonMalformed;
        }

        return error == JoseError.None;
    }

    private static JoseError Read(Span<byte> text, Span<JsonNode> nodes, int maximumDepth, ref int count)
    {
        // One deeper than allowed, so that the limit is ours to report.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = maximumDepth + 1 });
        Span<int> open = stackalloc int[maximumDepth];
        int depth = 0;
        (int Start, int Length) name = default;
        while (reader.Read())
        {
            var kind = KindOf(reader.TokenType);
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = Unescape(text, ref reader);
                continue;
            }

            if (kind == JsonKind.Missing)
            {
                int container = open[--depth];
                nodes[container].Next = count;
                if (reader.TokenType == JsonTokenType.EndObject && MemberNames.HasDuplicate(text, nodes[..count], container))
                {
                    return JoseError.JsonDuplicateMember;
                }

                continue;
            }

            if (depth == 0 && kind != JsonKind.Object)
            {
                return JoseError.JsonNotAnObject;
            }

            if (count == nodes.Length)
            {
                return JoseError.JsonTooManyValues;
            }

            var value = kind == JsonKind.String ? Unescape(text, ref reader) : ((int)reader.TokenStartIndex, reader.ValueSpan.Length);
            if (kind == JsonKind.Number && !IsBounded(reader.ValueSpan))
            {
                return JoseError.JsonNumber;
            }

            nodes[count] = new JsonNode { NameStart = name.Start, NameLength = name.Length, Start = value.Item1, Length = value.Item2, Next = count + 1, Kind = kind };
            name = default;
            if (kind >= JsonKind.Array)
            {
                if (depth == maximumDepth)
                {
                    return JoseError.JsonTooDeep;
                }

                open[depth++] = count;
            }

            count++;
        }

        return JoseError.None;
    }

    private static JsonKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonKind.Object,
        JsonTokenType.StartArray => JsonKind.Array,
        JsonTokenType.String => JsonKind.String,
        JsonTokenType.Number => JsonKind.Number,
        JsonTokenType.True => JsonKind.True,
        JsonTokenType.False => JsonKind.False,
        JsonTokenType.Null => JsonKind.Null,
        _ => JsonKind.Missing,
    };

    private static (int Start, int Length) Unescape(Span<byte> text, ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex + 1;
        int length = reader.ValueSpan.Length;
        if (!reader.ValueIsEscaped)
        {
            return (start, length);
        }

        // The reader is past these bytes and does not look back, but it may not copy within its own text: hence the detour.
        byte[] plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            length = reader.CopyString(plain);
            plain.AsSpan(0, length).CopyTo(text[start..]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }

        return (start, length);
    }

    // Parsers were brought down by exponents (CVE-2025-11230); here no number survives that a reader could not hold.
    private static bool IsBounded(ReadOnlySpan<byte> number)
    {
        if (number.Length > LongestNumber)
        {
            return false;
        }

        int exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return exponent < 0
            || (number[(exponent + 1)..].TrimStart("+-"u8).Length <= LongestExponent
                && Utf8Parser.TryParse(number, out double value, out int consumed)
                && consumed == number.Length
                && double.IsFinite(value));
    }
}
