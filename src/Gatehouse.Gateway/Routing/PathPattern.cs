using System.Diagnostics.CodeAnalysis;
using System.Text;
using Gatehouse.Core.Regexes;

namespace Gatehouse.Gateway.Routing;

/// <summary>
/// A regular-expression path (<c>~/…</c>): anchored at the start, open at the end, linear in the length of the path whatever the
/// pattern. Immutable. Unlike in Kong, where only the first alternative of <c>~/a|/b</c> is anchored, all are.
/// </summary>
internal sealed class PathPattern
{
    private readonly LinearRegex _regex;

    private PathPattern(LinearRegex regex)
    {
        _regex = regex;
        Prefix = Encoding.ASCII.GetBytes(regex.Prefix);
    }

    /// <summary>Bytes with which every path that matches starts.</summary>
    public byte[] Prefix { get; }

    /// <summary>Compiles a pattern without its leading <c>~</c>.</summary>
    public static bool TryCompile(
        string pattern,
        [NotNullWhen(true)] out PathPattern? compiled,
        [NotNullWhen(false)] out string? error)
    {
        compiled = LinearRegex.TryCompile(pattern, RegexFlags.None, out var regex, out error) ? new PathPattern(regex) : null;
        return compiled is not null;
    }

    /// <summary>Matches a path that is known to start with <see cref="Prefix"/>; <paramref name="length"/> in UTF-16 units.</summary>
    public bool TryMatch(ReadOnlySpan<char> path, out int length) => _regex.TryMatchBehindPrefix(path, out length);

    /// <summary>The capture groups; null when the pattern has none or does not match. Allocates.</summary>
    public UriCaptures? Capture(ReadOnlySpan<byte> path)
    {
        if (_regex.Groups.Count == 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(path);
        return _regex.Capture(text) is { } slots ? new UriCaptures(text, slots, _regex.Groups) : null;
    }
}
