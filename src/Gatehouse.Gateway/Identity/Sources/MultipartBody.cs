using System.Text;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Parts of a multipart form (RFC 7578) as parameters. A body that is not strictly one has none.</summary>
internal static class MultipartBody
{
    /// <summary>Finds a part by its name.</summary>
    public static ParameterMatch Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary, ReadOnlySpan<byte> name, out byte[] value)
    {
        value = [];
        var match = ParameterMatch.None;
        var parts = new MultipartReader(body, boundary);
        while (parts.MoveNext())
        {
            if (NameOf(parts.Head).SequenceEqual(name))
            {
                match = match == ParameterMatch.None ? ParameterMatch.One : ParameterMatch.Several;
                value = parts.Content.ToArray();
            }
        }

        if (parts.IsWhole && match == ParameterMatch.One)
        {
            return match;
        }

        value = [];
        return parts.IsWhole ? match : ParameterMatch.None;
    }

    /// <summary>The body without the parts of these names; null when it has none of them.</summary>
    public static byte[]? Remove(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary, ReadOnlySpan<byte[]> names)
    {
        byte[] copy = new byte[body.Length];
        int length = 0, kept = 0;
        var parts = new MultipartReader(body, boundary);
        while (parts.MoveNext())
        {
            var name = NameOf(parts.Head);
            foreach (byte[] unwanted in names)
            {
                if (name.SequenceEqual(unwanted))
                {
                    body[kept..parts.Start].CopyTo(copy.AsSpan(length));
                    length += parts.Start - kept;
                    kept = parts.End;
                    break;
                }
            }
        }

        if (kept == 0 || !parts.IsWhole)
        {
            return null;
        }

        body[kept..].CopyTo(copy.AsSpan(length));
        return copy[..(length + body.Length - kept)];
    }

    /// <summary>The name in Content-Disposition; empty when there is none.</summary>
    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > 20 && Ascii.EqualsIgnoreCase(line[..20], "content-disposition:"u8))
            {
                foreach (var part in line.Split((byte)';'))
                {
                    var parameter = line[part].Trim(" \t"u8);
                    if (parameter.Length > 5 && Ascii.EqualsIgnoreCase(parameter[..5], "name="u8))
                    {
                        return parameter[5..] is [(byte)'"', .., (byte)'"'] ? parameter[6..^1] : parameter[5..];
                    }
                }
            }
        }

        return default;
    }
}
