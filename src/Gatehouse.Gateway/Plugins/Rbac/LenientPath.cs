using System.Buffers;
using System.Globalization;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>
/// A normalised path as a lenient upstream reads it: reserved characters decoded (a slash becomes a separator), parameters of
/// segments (<c>;…</c>) left out, dot segments that appear thereby removed. Denials look at this reading, too; nothing is allowed by it.
/// </summary>
internal static class LenientPath
{
    private static readonly SearchValues<byte> Signs = SearchValues.Create("%;"u8);

    /// <summary>Whether the path can have another reading.</summary>
    public static bool IsOther(ReadOnlySpan<byte> path) => path.ContainsAny(Signs);

    /// <summary>The reading.</summary>
    /// <param name="path">The normalised path.</param>
    /// <param name="memory">Twice as long as the path; the result lies there.</param>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> path, Span<byte> memory)
    {
        int length = Decode(path, memory);
        length = Strip(memory[..length]);
        var read = memory[..length];
        return PathNormalizer.TryNormalize(read, memory[path.Length..], out int written) == PathResult.Normalised
            ? memory.Slice(path.Length, written)
            : read;
    }

    /// <summary>A triplet of the percent sign itself stays: whoever decodes once sees a percent sign.</summary>
    private static int Decode(ReadOnlySpan<byte> path, Span<byte> target)
    {
        int written = 0;
        for (int i = 0; i < path.Length; i++)
        {
            byte value = path[i];
            if (value == '%' && i + 2 < path.Length && byte.TryParse(path.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, null, out byte decoded) && decoded != '%')
            {
                value = decoded;
                i += 2;
            }

            target[written++] = value;
        }

        return written;
    }

    private static int Strip(Span<byte> path)
    {
        int written = 0;
        bool isParameter = false;
        foreach (byte b in path)
        {
            isParameter = b == '/' ? false : isParameter || b == ';';
            if (!isParameter)
            {
                path[written++] = b;
            }
        }

        return written;
    }
}
