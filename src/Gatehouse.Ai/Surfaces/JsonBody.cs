using System.Text.Json;
using System.Text.Unicode;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces;

/// <summary>
/// Parses request bodies strictly: UTF-8, one JSON object, no property twice, 128 levels, no half surrogates in strings; so that every reader behind
/// it sees the same values. The result owns its memory.
/// </summary>
internal static class JsonBody
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>The object; throws <see cref="AiException"/> (InvalidRequest) that repeats nothing of the body.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The body is not UTF-8.");
        }

        JsonElement root;
        try
        {
            root = JsonElement.Parse(body, DocumentOptions);
            CheckEscapes(body);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine + 1})" : "";
            throw new AiException(AiErrorKind.InvalidRequest, $"The body is not valid JSON, nests too deeply or names a property twice{place}.");
        }
        catch (InvalidOperationException)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "A string of the body holds half a surrogate pair.");
        }

        return root.ValueKind == JsonValueKind.Object ? root : throw new AiException(AiErrorKind.InvalidRequest, "The body must be a JSON object.");
    }

    /// <summary>Surrogates can only come as escapes in what is valid UTF-8.</summary>
    private static void CheckEscapes(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(body, ReaderOptions);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
