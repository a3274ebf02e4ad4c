using System.Text;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Shows Kestrel the bytes of a Content-Length field. Kestrel parses the number itself and takes a sign and blanks; RFC 9110 §8.6 is
/// 1*DIGIT, and a length that two readers understand differently is how requests are smuggled. What is no digit becomes a letter
/// here, which no parser of numbers takes.
/// </summary>
internal sealed class ContentLengthEncoding : Encoding
{
    private const char NoDigit = 'x';

    public static ContentLengthEncoding Instance { get; } = new();

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
        => Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        => GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            chars[i] = char.IsAsciiDigit((char)bytes[i]) ? (char)bytes[i] : NoDigit;
        }

        return bytes.Length;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
