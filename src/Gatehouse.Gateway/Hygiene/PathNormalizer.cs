using System.Buffers;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>
/// Brings a request path into the one form that routing, policy and forwarding share (Kong's normalisation): %-triplets are
/// decoded except those of RFC 3986 reserved characters and of <c>%</c>, which stay encoded with upper-case digits; dot
/// segments are removed (RFC 3986 §5.2.4) after decoding; repeated slashes are merged.
/// </summary>
/// <remarks>
/// Stricter than Kong where two readers of the same path could disagree: malformed triplets, encoded or raw control bytes
/// (NUL included) and backslashes, raw or encoded, are refused. <c>%2F</c> is kept as data and never becomes a separator;
/// <c>%2e</c> is decoded before dot segments are removed, so that it cannot hide one.
/// </remarks>
internal static class PathNormalizer
{
    /// <summary>Bytes that make the slow path necessary wherever they stand: %, backslash, controls, DEL.</summary>
    private static readonly SearchValues<byte> Suspicious = SearchValues.Create(SuspiciousBytes());

    /// <summary>Reserved characters (RFC 3986 §2.2) and the percent sign: their triplets are never decoded.</summary>
    private static readonly SearchValues<byte> KeptEncoded = SearchValues.Create("!*'();:@&=+$,/?%#[]"u8);

    /// <summary>Normalises <paramref name="raw"/>, a path without its query: <c>/…</c>, or <c>*</c> of asterisk-form.</summary>
    /// <param name="raw">The path as sent.</param>
    /// <param name="destination">At least as long as <paramref name="raw"/>: normalising never lengthens.</param>
    /// <param name="written">Bytes written; 0 unless the result is <see cref="PathResult.Normalised"/>.</param>
    public static PathResult TryNormalize(ReadOnlySpan<byte> raw, Span<byte> destination, out int written)
    {
        written = 0;
        if (raw.IsEmpty || raw[0] != '/')
        {
            return raw.SequenceEqual("*"u8) ? PathResult.AsSent : PathResult.Rejected;
        }

        if (IsPlain(raw))
        {
            return PathResult.AsSent;
        }

        written = Rewrite(raw, destination);
        if (written < 0)
        {
            written = 0;
            return PathResult.Rejected;
        }

        if (destination[..written].SequenceEqual(raw))
        {
            written = 0;
            return PathResult.AsSent;
        }

        return PathResult.Normalised;
    }

    /// <summary>Whether there is nothing to do, at the price of three vectorised scans. Errs on the side of "no".</summary>
    private static bool IsPlain(ReadOnlySpan<byte> raw)
        => !raw.ContainsAny(Suspicious) && raw.IndexOf("/."u8) < 0 && raw.IndexOf("//"u8) < 0;

    private static int Rewrite(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        int written = 0;
        int read = 0;
        while (read < raw.Length)
        {
            destination[written++] = (byte)'/';
            read++;
            int start = written;
            while (read < raw.Length && raw[read] != '/')
            {
                int taken = CopyOne(raw[read..], destination, ref written);
                if (taken == 0)
                {
                    return -1;
                }

                read += taken;
            }

            written = CloseSegment(destination, start, written, isLast: read == raw.Length);
        }

        return written;
    }

    /// <summary>Drops an empty or dot segment that has just been written behind its slash; returns the new length.</summary>
    private static int CloseSegment(Span<byte> path, int start, int end, bool isLast)
    {
        var segment = path[start..end];
        bool isParent = segment.SequenceEqual(".."u8);
        if (!isParent && !segment.IsEmpty && !segment.SequenceEqual("."u8))
        {
            return end;
        }

        int length = start - 1;
        if (isParent)
        {
            // Slashes in the output are all separators (%2F stays encoded); above the root there is only the root.
            length = Math.Max(path[..length].LastIndexOf((byte)'/'), 0);
        }

        if (isLast)
        {
            path[length++] = (byte)'/';
        }

        return length;
    }

    /// <summary>Copies one byte or triplet; returns how many bytes it took, 0 when the path must be refused.</summary>
    private static int CopyOne(ReadOnlySpan<byte> source, Span<byte> destination, ref int written)
    {
        byte b = source[0];
        if (b != '%')
        {
            destination[written++] = b;
            return IsForbidden(b) ? 0 : 1;
        }

        if (source.Length < 3 || !char.IsAsciiHexDigit((char)source[1]) || !char.IsAsciiHexDigit((char)source[2]))
        {
            return 0;
        }

        byte decoded = (byte)((HexValue(source[1]) << 4) | HexValue(source[2]));
        if (IsForbidden(decoded))
        {
            return 0;
        }

        if (KeptEncoded.Contains(decoded))
        {
            destination[written++] = (byte)'%';
            destination[written++] = ToUpper(source[1]);
            destination[written++] = ToUpper(source[2]);
        }
        else
        {
            destination[written++] = decoded;
        }

        return 3;
    }

    private static bool IsForbidden(byte b) => b < 0x20 || b == 0x7f || b == '\\';

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static byte ToUpper(byte digit) => digit >= 'a' ? (byte)(digit - 0x20) : digit;

    private static byte[] SuspiciousBytes()
    {
        byte[] bytes = new byte[0x20 + 3];
        for (int i = 0; i < 0x20; i++)
        {
            bytes[i] = (byte)i;
        }

        bytes[0x20] = 0x7f;
        bytes[0x21] = (byte)'\\';
        bytes[0x22] = (byte)'%';
        return bytes;
    }
}
