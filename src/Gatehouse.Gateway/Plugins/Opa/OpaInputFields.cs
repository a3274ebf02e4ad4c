using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>Writes fields, parameters and captures: one value as text, several as an array, a parameter without a value as true.</summary>
internal static class OpaInputFields
{
    /// <summary>Most parameters of a query: grouping them takes the square of their number.</summary>
    public const int MaxParameters = 256;

    /// <summary>A text; what is not UTF-8 gets replacement characters.</summary>
    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteStringValue(Encoding.UTF8.GetString(text));
        }
    }

    /// <summary>Whether a query has no more parameters than can be written.</summary>
    public static bool IsWritable(ReadOnlySpan<byte> query) => query.Count((byte)'&') < MaxParameters;

    public static void WriteHeaders(Utf8JsonWriter json, HeaderMap headers, IReadOnlyList<string> ignored)
    {
        json.WriteStartObject("headers"u8);
        int index = 0;
        foreach (var field in headers)
        {
            if (!IsIgnored(field.Name, ignored) && CountOf(headers, field.Name, index++, out int total) == 0)
            {
                WriteName(json, field.Name);
                WriteValues(json, headers, field.Name, total);
            }
        }

        json.WriteEndObject();
    }

    public static void WriteQuery(Utf8JsonWriter json, ReadOnlySpan<byte> query)
    {
        json.WriteStartObject("querystring"u8);
        byte[] memory = ArrayPool<byte>.Shared.Rent(Math.Max(1, query.Length * 2));
        var reader = new QueryReader(query);
        for (int index = 0; reader.MoveNext(); index++)
        {
            var name = QueryReader.Decode(reader.Name, memory.AsSpan(0, query.Length));
            if (reader.Name.IsEmpty || Count(query, name, index, out int total) > 0)
            {
                continue;
            }

            WriteKey(json, name);
            WriteParameters(json, query, name, total, memory.AsSpan(query.Length));
        }

        ArrayPool<byte>.Shared.Return(memory, clearArray: true);
        json.WriteEndObject();
    }

    /// <summary>Groups by their number, those that took no part as empty text, and by their name.</summary>
    public static void WriteCaptures(Utf8JsonWriter json, Exchange exchange)
    {
        var captures = exchange.UriCaptures;
        json.WriteStartObject("uri_captures"u8);
        json.WriteStartArray("unnamed"u8);
        int next = 1;
        foreach (var (name, value) in captures)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= next)
            {
                for (; next < number; next++)
                {
                    json.WriteStringValue(""u8);
                }

                WriteText(json, value);
                next++;
            }
        }

        json.WriteEndArray();
        json.WriteStartObject("named"u8);
        foreach (var (name, value) in captures)
        {
            if (!char.IsAsciiDigit(name[0]))
            {
                json.WritePropertyName(name);
                WriteText(json, value);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static bool IsIgnored(ReadOnlySpan<byte> name, IReadOnlyList<string> ignored)
    {
        for (int i = 0; i < ignored.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(name, ignored[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many fields of the name there are in all, and, as the result, before the one at hand.</summary>
    private static int CountOf(HeaderMap headers, ReadOnlySpan<byte> name, int before, out int total)
    {
        int index = 0, earlier = 0;
        total = 0;
        foreach (var field in headers)
        {
            if (Ascii.EqualsIgnoreCase(field.Name, name))
            {
                total++;
                earlier += index < before ? 1 : 0;
            }

            index++;
        }

        return earlier;
    }

    private static void WriteName(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[256];
        if (name.Length <= lower.Length && Ascii.ToLower(name, lower, out int length) == OperationStatus.Done)
        {
            json.WritePropertyName(lower[..length]);
        }
        else
        {
            json.WritePropertyName(Encoding.UTF8.GetString(name).ToLowerInvariant());
        }
    }

    private static void WriteKey(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        if (Utf8.IsValid(name))
        {
            json.WritePropertyName(name);
        }
        else
        {
            json.WritePropertyName(Encoding.UTF8.GetString(name));
        }
    }

    private static void WriteValues(Utf8JsonWriter json, HeaderMap headers, ReadOnlySpan<byte> name, int total)
    {
        if (total > 1)
        {
            json.WriteStartArray();
        }

        foreach (var field in headers)
        {
            if (Ascii.EqualsIgnoreCase(field.Name, name))
            {
                WriteText(json, field.Value);
            }
        }

        if (total > 1)
        {
            json.WriteEndArray();
        }
    }

    private static int Count(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, int before, out int total)
    {
        int earlier = 0;
        total = 0;
        var reader = new QueryReader(query);
        for (int index = 0; reader.MoveNext(); index++)
        {
            if (QueryReader.Means(reader.Name, name))
            {
                total++;
                earlier += index < before ? 1 : 0;
            }
        }

        return earlier;
    }

    private static void WriteParameters(Utf8JsonWriter json, ReadOnlySpan<byte> query, ReadOnlySpan<byte> name, int total, Span<byte> memory)
    {
        if (total > 1)
        {
            json.WriteStartArray();
        }

        var reader = new QueryReader(query);
        while (reader.MoveNext())
        {
            if (!QueryReader.Means(reader.Name, name))
            {
                continue;
            }

            if (reader.HasValue)
            {
                WriteText(json, QueryReader.Decode(reader.Value, memory));
            }
            else
            {
                json.WriteBooleanValue(true);
            }
        }

        if (total > 1)
        {
            json.WriteEndArray();
        }
    }
}
