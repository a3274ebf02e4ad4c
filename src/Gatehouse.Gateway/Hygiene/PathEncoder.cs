using System.Buffers;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>
/// The way out of <see cref="PathNormalizer"/>: bytes that may not stand in a path (blank, non-ASCII, <c>"</c>, …) are
/// percent-encoded again. Triplets are left alone, so that reserved characters reach the upstream as the client wrote them.
/// </summary>
internal static class PathEncoder
{
    /// <summary>
    /// RFC 3986 unreserved and reserved characters and <c>%</c>. Not <c>?</c> and <c>#</c>: standing raw inside a path they
    /// could only be data, and unescaped they would end it.
    /// </summary>
    private static readonly SearchValues<byte> Safe = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/[]%"u8);

    /// <summary>Length of the encoded form in bytes.</summary>
    public static int EncodedLength(ReadOnlySpan<byte> path)
    {
        int length = path.Length;
        int next = path.IndexOfAnyExcept(Safe);
        while (next >= 0)
        {
            length += 2;
            path = path[(next + 1)..];
            next = path.IndexOfAnyExcept(Safe);
        }

        return length;
    }

    /// <summary>Writes the encoded form; <paramref name="destination"/> holds at least <see cref="EncodedLength"/> bytes.</summary>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<byte> path, Span<byte> destination)
    {
        int written = 0;
        while (true)
        {
            int clean = path.IndexOfAnyExcept(Safe);
            int copied = clean < 0 ? path.Length : clean;
            path[..copied].CopyTo(destination[written..]);
            written += copied;
            if (clean < 0)
            {
                return written;
            }

            byte b = path[clean];
            destination[written++] = (byte)'%';
            destination[written++] = Digit(b >> 4);
            destination[written++] = Digit(b & 15);
            path = path[(clean + 1)..];
        }
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
