using System.Buffers;

namespace Gatehouse.Core.Validation;

/// <summary>
/// A URL taken apart as Kong's URL library does it: scheme and authority are optional, a query and a fragment are cut off,
/// user information is dropped, nothing is decoded.
/// </summary>
public readonly record struct UrlParts(string? Scheme, string? Host, string? Port, string? Path)
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    public static UrlParts Parse(string text)
    {
        var rest = text.AsSpan();
        rest = CutAt(rest, '#');
        string? scheme = null;
        int colon = rest.IndexOf(':');
        if (colon > 0 && char.IsAsciiLetterOrDigit(rest[0]) && !rest[..colon].ContainsAnyExcept(SchemeCharacters))
        {
            scheme = rest[..colon].ToString();
            rest = rest[(colon + 1)..];
        }

        string? host = null;
        string? port = null;
        if (rest.StartsWith("//"))
        {
            rest = rest[2..];
            int slash = rest.IndexOfAny('/', '?');
            var authority = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? [] : rest[slash..];
            (host, port) = Authority(authority);
        }

        rest = CutAt(CutAt(rest, '?'), ';');
        return new UrlParts(scheme, host, port, rest.IsEmpty ? null : rest.ToString());
    }

    private static (string? Host, string? Port) Authority(ReadOnlySpan<char> authority)
    {
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        string? port = null;
        int colon = authority.LastIndexOf(':');
        if (colon >= 0 && !authority[colon..].Contains(']'))
        {
            port = authority[(colon + 1)..].ToString();
            authority = authority[..colon];
        }

        if (authority is ['[', .., ']'])
        {
            authority = authority[1..^1];
        }

        return (authority.IsEmpty ? null : authority.ToString(), port is "" ? null : port);
    }

    private static ReadOnlySpan<char> CutAt(ReadOnlySpan<char> text, char mark)
        => text.IndexOf(mark) is >= 0 and var at ? text[..at] : text;
}
