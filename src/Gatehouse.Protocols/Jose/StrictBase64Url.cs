using System.Buffers;
using System.Buffers.Text;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// Base64url as RFC 7515 §2 means it: no padding, no white space, and no bits set that nothing decodes to. Every byte string has
/// exactly one spelling, so a token cannot be varied without breaking its signature.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Bytes that <paramref name="length"/> characters decode to.</summary>
    public static int DecodedLength(int length) => (length / 4 * 3) + ((length & 3) switch { 2 => 1, 3 => 2, _ => 0 });

    /// <summary>Whether the text is a canonical encoding; the empty text is.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        int rest = text.Length & 3;
        if (rest == 1 || text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        // Two characters carry 12 bits for one byte, three carry 18 for two: what is left over must be zero.
        return rest == 0 || (Value(text[^1]) & (rest == 2 ? 0b1111 : 0b0011)) == 0;
    }

    /// <summary>Decodes a canonical text; false when it is not one, or does not fit.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        return IsValid(text)
            && DecodedLength(text.Length) <= destination.Length
            && Base64Url.DecodeFromUtf8(text, destination, out _, out written) == OperationStatus.Done;
    }

    /// <summary>Decodes a canonical text into an array of its own, or null.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[DecodedLength(text.Length)];
        return TryDecode(text, bytes, out _) ? bytes : null;
    }

    private static int Value(byte symbol) => symbol switch
    {
        >= (byte)'a' => symbol - 'a' + 26,
        (byte)'_' => 63,
        >= (byte)'A' => symbol - 'A',
        >= (byte)'0' => symbol - '0' + 52,
        _ => 62,
    };
}
