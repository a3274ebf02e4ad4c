using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>The arguments of a tool call where a dialect wants an object and the model wrote text.</summary>
internal static class ToolArguments
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>
    /// Writes the object in one line. No text at all is no argument: <c>{}</c>. Text that is no JSON object is kept as <c>{"arguments": text}</c>, and
    /// false is returned.
    /// </summary>
    public static bool WriteObject(Utf8JsonWriter json, string arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return true;
        }

        if (!IsObject(arguments))
        {
            json.WriteStartObject();
            json.WriteString("arguments"u8, arguments);
            json.WriteEndObject();
            return false;
        }

        // Raw, so that numbers and escapes stay as the model wrote them. Line ends can only stand between tokens.
        json.WriteRawValue(arguments.Replace('\n', ' ').Replace('\r', ' '), skipInputValidation: true);
        return true;
    }

    private static bool IsObject(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }
}
