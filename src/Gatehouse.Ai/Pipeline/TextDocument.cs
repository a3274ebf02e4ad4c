using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Documents in base64 that are plain text inside, and can be read for that reason.</summary>
internal static class TextDocument
{
    private const int HeadCharacters = 1024;

    /// <summary>The text; null for what is none: no bytes, other bytes than UTF-8, or control characters at its beginning.</summary>
    public static string? TryRead(MediaSource source)
    {
        if (source.Base64 is not { Length: > 0 } data || !IsText(data.AsSpan(0, Math.Min(data.Length, HeadCharacters)), isWhole: data.Length <= HeadCharacters))
        {
            return null;
        }

        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Length)];
        return Convert.TryFromBase64String(data, bytes, out int count) && Utf8.IsValid(bytes.AsSpan(0, count)) ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }

    // Images, sound and office files show what they are by their first bytes.
    private static bool IsText(ReadOnlySpan<char> head, bool isWhole)
    {
        Span<byte> bytes = stackalloc byte[HeadCharacters];
        if (!Convert.TryFromBase64Chars(head, bytes, out int count))
        {
            return false;
        }

        // The last character may be cut.
        var text = Encoding.UTF8.GetString(bytes[..count]).AsSpan();
        text = isWhole ? text : text[..Math.Max(0, text.Length - 4)];
        foreach (char c in text)
        {
            if (c is '\ufffd' || (char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f')))
            {
                return false;
            }
        }

        return !text.StartsWith("%PDF-", StringComparison.Ordinal);
    }
}
