using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// A client's own body for the vendor: the model's name is exchanged in place and usage asked for in streams; every other byte stays as it is, so
/// that prefixes keep what a vendor's prompt cache knows of them.
/// </summary>
internal static class OpenAiPassage
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>
    /// The body to be sent; null where it cannot pass: it carries thought that the gateway has marked with its origin, or is not what it was
    /// decoded as.
    /// </summary>
    public static byte[]? TryMake(ReadOnlySpan<byte> body, string model, bool asksForUsage)
    {
        if (body.IndexOf("ghs1."u8) >= 0)
        {
            return null;
        }

        try
        {
            return TryFind(body, out var places) ? Splice(body, places, model, asksForUsage) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> body, out Places places)
    {
        places = default;
        var reader = new Utf8JsonReader(body, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        bool hasModel = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                places.Model = Value(ref reader);
                hasModel = reader.TokenType == JsonTokenType.String;
            }
            else if (reader.ValueTextEquals("stream_options"u8))
            {
                reader.Read();
                places.HasOptions = true;
                places.OptionsAreObject = reader.TokenType == JsonTokenType.StartObject;
                FindUsage(reader, ref places);
                places.Options = Value(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return hasModel;
    }

    private static void FindUsage(Utf8JsonReader options, ref Places places)
    {
        while (places.OptionsAreObject && options.Read() && options.TokenType == JsonTokenType.PropertyName)
        {
            places.OptionsHaveMore = true;
            if (options.ValueTextEquals("include_usage"u8))
            {
                options.Read();
                places.AsksAlready = options.TokenType == JsonTokenType.True;
                places.Usage = Value(ref options);
                places.HasUsage = true;
            }
            else
            {
                options.Skip();
            }
        }
    }

    private static Range Value(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static byte[] Splice(ReadOnlySpan<byte> body, in Places places, string model, bool asksForUsage)
    {
        var name = JsonEncodedText.Encode(model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        Span<byte> quoted = new byte[name.Length + 2];
        quoted[0] = (byte)'"';
        name.CopyTo(quoted[1..]);
        quoted[^1] = (byte)'"';
        if (!asksForUsage || places.AsksAlready)
        {
            return Replace(body, places.Model, quoted);
        }

        if (!places.HasOptions)
        {
            return Replace(body, places.Model, [.. quoted, .. ",\"stream_options\":{\"include_usage\":true}"u8]);
        }

        var (range, text) = places switch
        {
            { HasUsage: true } => (places.Usage, "true"),
            { OptionsAreObject: false } => (places.Options, "{\"include_usage\":true}"),
            _ => ((places.Options.Start.Value + 1)..(places.Options.Start.Value + 1), places.OptionsHaveMore ? "\"include_usage\":true," : "\"include_usage\":true"),
        };
        Span<byte> wish = stackalloc byte[64];
        wish = wish[..System.Text.Encoding.ASCII.GetBytes(text, wish)];
        // The later place first, so that the earlier one stays where it is.
        return range.Start.Value > places.Model.Start.Value
            ? Replace(Replace(body, range, wish), places.Model, quoted)
            : Replace(Replace(body, places.Model, quoted), range, wish);
    }

    private static byte[] Replace(ReadOnlySpan<byte> body, Range place, ReadOnlySpan<byte> value)
        => [.. body[..place.Start.Value], .. value, .. body[place.End.Value..]];

    private struct Places
    {
        public Range Model;
        public Range Options;
        public Range Usage;
        public bool HasOptions;
        public bool OptionsAreObject;
        public bool OptionsHaveMore;
        public bool HasUsage;
        public bool AsksAlready;
    }
}
