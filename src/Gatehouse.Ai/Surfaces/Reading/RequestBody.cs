using System.Text.Json;
using System.Text.Unicode;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Reading;

/// <summary>
/// Reads a request's body as JSON, so that what is read here is what any vendor would read: one object, UTF-8, no member twice, no comments,
/// no half surrogates, at most <see cref="MaxDepth"/> levels.
/// </summary>
internal static class RequestBody
{
    /// <summary>Levels of nesting; schemas of tools are the deepest that clients send.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>The body; throws <see cref="AiException"/> (InvalidRequest). To be disposed, and what is kept of it cloned.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The body is empty; a JSON object is expected.");
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw new AiException(AiErrorKind.InvalidRequest, "The body is not UTF-8.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException e)
        {
            // The parser's own words may quote the body.
            throw new AiException(AiErrorKind.InvalidRequest, $"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}), has a member twice or is nested too deeply.");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object && HasOnlyText(body.Span))
        {
            return document;
        }

        bool isObject = document.RootElement.ValueKind == JsonValueKind.Object;
        document.Dispose();
        throw new AiException(AiErrorKind.InvalidRequest, isObject ? "A string of the body is not valid Unicode (half of a surrogate pair)." : "The body must be a JSON object.");
    }

    /// <summary>The root of a document.</summary>
    public static Field Root(JsonDocument document) => new(document.RootElement, FieldPath.Root);

    // Halves of surrogate pairs can only be written as escapes, and only then do strings have to be looked at.
    private static bool HasOnlyText(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf(@"\ud"u8) < 0 && body.IndexOf(@"\uD"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
