using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Gatehouse.Ai.Compliance.Scanning;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Texts inside texts: base64 (both alphabets, also over several lines) and hexadecimal, where what comes out is text.</summary>
internal static class BlobText
{
    /// <summary>A shorter token begins no blob: letters and digits of base64 seldom meet a sign that ends a token.</summary>
    public const int MinToken = 12;

    private const int MinBlob = 16;

    // Longer than this and not text: a file, not a hash or a token.
    private const int MinOpaque = 512;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    /// <summary>Where a blob begins and ends around a token, if it may be one.</summary>
    public static bool TryFind(Page page, int i, out int start, out int end)
    {
        var text = page.Span;
        start = page.Tokens[i].Start;
        end = page.Tokens[i].End;
        while (start > 0 && Alphabet.Contains(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length)
        {
            var run = text[end..].IndexOfAnyExcept(Alphabet) is >= 0 and var stop ? stop : text.Length - end;
            end += run;
            // A line's end inside: the next line must be long as well, or the last.
            var line = end < text.Length && text[end] is '\r' or '\n' ? 1 : 0;
            line += line == 1 && end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 1 : 0;
            if (line == 0 || end - start < 60 || end + line >= text.Length || !Alphabet.Contains(text[end + line]) || text[(end + line)..].IndexOfAny(' ', '\n') is >= 0 and < 4)
            {
                break;
            }

            end += line;
        }

        var padding = 0;
        while (end < text.Length && padding < 2 && text[end] == '=')
        {
            end++;
            padding++;
        }

        return end - start >= MinBlob && LooksEncoded(text[start..end], padding);
    }

    /// <summary>Decodes into <paramref name="decoded"/> and gives the length of the text, 0 when it is none. <paramref name="isOpaque"/>: long, and no text.</summary>
    public static int Decode(ReadOnlySpan<char> blob, ref char[] decoded, out bool isOpaque)
    {
        isOpaque = false;
        var bytes = ArrayPool<byte>.Shared.Rent(blob.Length + 4);
        try
        {
            var count = Hex(blob, bytes);
            count = count > 0 ? count : Base64(blob, bytes);
            if (count == 0)
            {
                return 0;
            }

            if (!IsText(bytes.AsSpan(0, count)))
            {
                isOpaque = blob.Length >= MinOpaque;
                return 0;
            }

            if (decoded.Length < count)
            {
                decoded = new char[Math.Max(count, 1024)];
            }

            return Encoding.UTF8.GetChars(bytes.AsSpan(0, count), decoded);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static int Hex(ReadOnlySpan<char> blob, Span<byte> bytes) =>
        blob.Length % 2 == 0 && Convert.FromHexString(blob, bytes, out _, out var written) == OperationStatus.Done ? written : 0;

    private static int Base64(ReadOnlySpan<char> blob, byte[] bytes)
    {
        var ascii = ArrayPool<byte>.Shared.Rent(blob.Length + 4);
        try
        {
            var length = 0;
            foreach (var c in blob)
            {
                if (c is not ('\r' or '\n' or '='))
                {
                    ascii[length++] = (byte)(c switch { '-' => '+', '_' => '/', _ => c });
                }
            }

            // What is left of a cut blob is still text.
            length -= length % 4 == 1 ? 1 : 0;
            while (length % 4 != 0)
            {
                ascii[length++] = (byte)'=';
            }

            return System.Buffers.Text.Base64.DecodeFromUtf8(ascii.AsSpan(0, length), bytes, out _, out var written) == OperationStatus.Done ? written : 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    // Words are lower case; base64 of text has capitals, small letters and soon a digit or padding.
    private static bool LooksEncoded(ReadOnlySpan<char> blob, int padding)
    {
        var digits = blob.ContainsAnyInRange('0', '9');
        var small = blob.ContainsAnyInRange('a', 'z');
        var capitals = blob.ContainsAnyInRange('A', 'Z');
        return padding > 0 || (small && capitals) || (digits && (small || capitals)) || (digits && !blob.ContainsAnyExceptInRange('0', '9') && blob.Length >= 32);
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var odd = 0;
        var look = bytes[..Math.Min(bytes.Length, 512)];
        foreach (var b in look)
        {
            odd += b < 0x20 ? (b is 9 or 10 or 13 ? 0 : 8) : b >= 0x7F ? 1 : 0;
        }

        return odd * 4 < look.Length && System.Text.Unicode.Utf8.IsValid(look[..(look.Length - TailOf(look))]);
    }

    // Bytes of a character that the look cut.
    private static int TailOf(ReadOnlySpan<byte> look)
    {
        for (var i = 1; i <= Math.Min(3, look.Length); i++)
        {
            if (look[^i] >= 0xC0)
            {
                return i;
            }
        }

        return 0;
    }
}
