using System.Text;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>Headers as the canonical request writes them: names in lower case and sorted, values of one name joined by commas, spaces folded.</summary>
internal static class CanonicalHeaders
{
    /// <summary>All names of a request, once each, lower case, sorted.</summary>
    public static SortedSet<string> NamesOf(IReadOnlyList<SigV4Header> headers)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var header in headers)
        {
            names.Add(header.Name.ToLowerInvariant());
        }

        return names;
    }

    /// <summary>
    /// Writes one line <c>name:value,value\n</c>; false when the request has no such header. <c>host</c> and HTTP/2's <c>:authority</c> are the same
    /// thing (RFC 9113 §8.3.1) and stand for each other, because a server may hand on either.
    /// </summary>
    public static bool TryAppend(StringBuilder text, string name, IReadOnlyList<SigV4Header> headers)
        => TryAppend(text, name, name, headers)
            || (name == SigV4Signature.Authority && TryAppend(text, name, SigV4Signature.Host, headers))
            || (name == SigV4Signature.Host && TryAppend(text, name, SigV4Signature.Authority, headers));

    private static bool TryAppend(StringBuilder text, string written, string name, IReadOnlyList<SigV4Header> headers)
    {
        int count = 0;
        for (int i = 0; i < headers.Count; i++)
        {
            if (headers[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                text.Append(count++ == 0 ? written : "").Append(count == 1 ? ':' : ',');
                AppendFolded(text, headers[i].Value);
            }
        }

        text.Append(count > 0 ? "\n" : "");
        return count > 0;
    }

    // Leading and trailing white space goes, a run inside becomes one space; quotes protect nothing (test case get-header-value-trim).
    private static void AppendFolded(StringBuilder text, string value)
    {
        var rest = value.AsSpan().Trim(" \t\r\n");
        bool inRun = false;
        foreach (char c in rest)
        {
            bool isSpace = c is ' ' or '\t' or '\r' or '\n';
            if (!isSpace || !inRun)
            {
                text.Append(isSpace ? ' ' : c);
            }

            inRun = isSpace;
        }
    }
}
