using System.Buffers;
using Gatehouse.Core.Regexes;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Schemas;

/// <summary>Checks of paths and URLs with Kong's messages.</summary>
internal static class PathTexts
{
    private const string EmptySegment = "must not have empty segments";

    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~/%:@!$&'()*+,;=");

    public static string? Path(string text)
    {
        if (text[0] != '/')
        {
            return "should start with: /";
        }

        if (text.Contains("//", StringComparison.Ordinal))
        {
            return EmptySegment;
        }

        return text.AsSpan().ContainsAnyExcept(PathCharacters)
            ? $"invalid path: '{text}' (characters outside of the reserved list of RFC 3986 found)"
            : Triplets(text);
    }

    /// <summary>Path of a route: <c>/</c> starts a prefix in normal form, <c>~/</c> a regular expression.</summary>
    public static string? RouterPath(string text)
    {
        if (text.Contains("//", StringComparison.Ordinal))
        {
            return EmptySegment;
        }

        if (text[0] == '/')
        {
            // Triplets are looked at only where all characters are legal, as Kong does; the rest must be in normal form.
            if (!text.AsSpan().ContainsAnyExcept(PathCharacters) && Triplets(text) is { } broken)
            {
                return broken;
            }

            string normal = RoutePath.Normalize(text);
            return ReferenceEquals(normal, text) ? null : $"non-normalized path, consider use '{normal}' instead";
        }

        if (!text.StartsWith("~/", StringComparison.Ordinal))
        {
            return "should start with: / (fixed path) or ~/ (regex path)";
        }

        string pattern = text[1..];
        return LinearRegex.TryCompile(pattern, RegexFlags.None, out _, out string? error)
            ? null
            : $"invalid regex: '{pattern}' (PCRE returned: {error})";
    }

    public static string? Url(string text)
    {
        var parts = UrlParts.Parse(text);
        return parts.Host is null ? "missing host in url" : parts.Scheme is null ? "missing scheme in url"

            // Nothing would send it, and every message about the URL would tell it.
            : ValueDisplay.WithoutUserInfo(text) != text ? "user information is not allowed in url" : null;
    }

    private static string? Triplets(string text)
    {
        for (int i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 3))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return $"invalid url-encoded value: '{text[i..Math.Min(text.Length, i + 3)]}'";
            }

            if (i + 3 >= text.Length)
            {
                break;
            }
        }

        return null;
    }
}
