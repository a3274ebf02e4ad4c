using System.Buffers;
using System.Text;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>Path and query as the canonical request writes them.</summary>
internal static class CanonicalUri
{
    // RFC 3986 §2.3. SigV4 leaves only these as they are.
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>Writes a path: normalized if asked for, then every octet encoded that is neither unreserved nor a slash, so <c>%</c> too.</summary>
    public static void AppendPath(StringBuilder text, string path, bool normalize)
    {
        var wire = Encoding.UTF8.GetBytes(normalize ? Normalized(path) : path);
        if (wire.Length == 0)
        {
            text.Append('/');
        }

        Append(text, wire, keepSlash: true);
    }

    /// <summary>Writes a query: names and values decoded, encoded again in one spelling, and sorted by octets.</summary>
    public static void AppendQuery(StringBuilder text, string query)
    {
        if (query.Length == 0)
        {
            return;
        }

        var pairs = new List<(string Name, string Value)>();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan()[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            int equals = pair.IndexOf('=');
            pairs.Add(equals < 0 ? (Recoded(pair), "") : (Recoded(pair[..equals]), Recoded(pair[(equals + 1)..])));
        }

        // Encoded text is ASCII, so ordinal order is the order of octets.
        pairs.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName : string.CompareOrdinal(a.Value, b.Value));
        int start = text.Length;
        foreach (var (name, value) in pairs)
        {
            text.Append(text.Length == start ? "" : "&").Append(name).Append('=').Append(value);
        }
    }

    /// <summary>One name or value for a query that we write ourselves.</summary>
    public static string Encoded(string value)
    {
        var text = new StringBuilder(value.Length + 16);
        Append(text, Encoding.UTF8.GetBytes(value), keepSlash: false);
        return text.ToString();
    }

    private static string Recoded(ReadOnlySpan<char> part)
    {
        var octets = Encoding.UTF8.GetBytes(part.ToString());
        int length = 0;
        for (int i = 0; i < octets.Length; i++, length++)
        {
            // A plus is a plus: AWS knows no form encoding in a query.
            bool isTriplet = octets[i] == '%' && i + 2 < octets.Length && char.IsAsciiHexDigit((char)octets[i + 1]) && char.IsAsciiHexDigit((char)octets[i + 2]);
            octets[length] = isTriplet ? (byte)((Nibble(octets[i + 1]) << 4) | Nibble(octets[i + 2])) : octets[i];
            i += isTriplet ? 2 : 0;
        }

        var text = new StringBuilder(length + 16);
        Append(text, octets.AsSpan(0, length), keepSlash: false);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> octets, bool keepSlash)
    {
        foreach (byte octet in octets)
        {
            if (Unreserved.Contains(octet) || (keepSlash && octet == '/'))
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
            }
        }
    }

    private static string Normalized(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }

        var segments = new List<string>();
        foreach (string segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        string joined = string.Join('/', segments);
        return joined.Length == 0 ? "/" : path.EndsWith('/') ? $"/{joined}/" : $"/{joined}";
    }

    private static int Nibble(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
