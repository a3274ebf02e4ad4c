using System.Text;

namespace Gatehouse.Core.Validation;

/// <summary>
/// Kong's normal form of a path in configuration: %-triplets decoded except those of reserved characters (which become upper
/// case), dot segments removed (RFC 3986 §5.2.4), repeated slashes merged.
/// </summary>
public static class RoutePath
{
    private const string Reserved = "!*'();:@&=+$,/?%#[]";

    /// <summary>Returns the normal form, the same instance when <paramref name="path"/> already has it.</summary>
    public static string Normalize(string path)
    {
        if (path.Length <= 1 || (!path.Contains('%') && !path.Contains('.') && !path.Contains("//", StringComparison.Ordinal)))
        {
            return path;
        }

        string decoded = path.Contains('%') ? Decode(path) : path;
        string normal = decoded.Contains('.') || decoded.Contains("//", StringComparison.Ordinal) ? RemoveDots(decoded) : decoded;
        return normal == path ? path : normal;
    }

    private static string Decode(string path)
    {
        // Byte by byte: triplets of one UTF-8 character stand beside each other.
        byte[] source = Encoding.UTF8.GetBytes(path);
        var target = new MemoryStream(source.Length);
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] != '%' || i + 2 >= source.Length
                || !char.IsAsciiHexDigit((char)source[i + 1]) || !char.IsAsciiHexDigit((char)source[i + 2]))
            {
                target.WriteByte(source[i]);
                continue;
            }

            byte value = Convert.ToByte(Encoding.ASCII.GetString(source, i + 1, 2), 16);
            if (Reserved.Contains((char)value))
            {
                target.Write(Encoding.ASCII.GetBytes($"%{value:X2}"));
            }
            else
            {
                target.WriteByte(value);
            }

            i += 2;
        }

        return Encoding.UTF8.GetString(target.GetBuffer(), 0, (int)target.Length);
    }

    private static string RemoveDots(string path)
    {
        var segments = new List<string>();
        var parts = path.Split('/');
        for (int i = 1; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            switch (parts[i])
            {
                case "..":
                    if (segments.Count > 0)
                    {
                        segments.RemoveAt(segments.Count - 1);
                    }

                    break;
                case "." or "":
                    break;
                default:
                    segments.Add(parts[i]);
                    continue;
            }

            if (isLast)
            {
                segments.Add("");
            }
        }

        return "/" + string.Join('/', segments);
    }
}
