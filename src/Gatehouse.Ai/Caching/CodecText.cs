using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Caching;

/// <summary>Texts of answers that are kept. The writer would put U+FFFD in the place of half a surrogate pair; here that is an error.</summary>
internal static class CodecText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a text; null = nothing. Throws <see cref="ArgumentException"/> for one that UTF-8 cannot tell.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            {
                _ = Strict.GetByteCount(text);
            }

            json.WriteString(name, text);
        }
    }

    /// <summary>Reads a text; null = there is none.</summary>
    public static string? Read(JsonElement json, ReadOnlySpan<byte> name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;
}
