using System.Text;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Regexes;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>
/// Which paths a permission is about. Unlike the prefixes of routes a prefix ends where a segment ends: who may do something at
/// <c>/orders</c> may not at <c>/orders-archive</c>. A regular expression must take the whole path.
/// </summary>
internal sealed class PathRule
{
    private readonly byte[] _prefix = [];
    private readonly LinearRegex? _regex;

    /// <summary>Throws <see cref="PluginBuildException"/> for what <see cref="Check"/> refuses.</summary>
    public PathRule(string text)
    {
        if (Check(text) is { } error)
        {
            throw new PluginBuildException($"path '{text}': {error}");
        }

        if (text.StartsWith('~'))
        {
            LinearRegex.TryCompile(Whole(text), RegexFlags.None, out _regex, out _);
        }
        else
        {
            _prefix = Encoding.UTF8.GetBytes(text.TrimEnd('/'));
        }
    }

    /// <summary>Whether it must be asked with the path as text.</summary>
    public bool IsRegex => _regex is not null;

    /// <summary>The message for a text that is no rule, null for one.</summary>
    public static string? Check(string text)
        => text.StartsWith('/') ? null
            : !text.StartsWith('~') ? "a path starts with / or, as a regular expression, with ~"
            : LinearRegex.TryCompile(text.AsSpan(1), RegexFlags.None, out _, out string? error)
                && LinearRegex.TryCompile(Whole(text), RegexFlags.None, out _, out error) ? null
            : $"not a valid regex: {error}";

    /// <summary>Whether a prefix rule takes the normalised path.</summary>
    public bool Matches(ReadOnlySpan<byte> path)
        => path.StartsWith(_prefix) && (path.Length == _prefix.Length || path[_prefix.Length] == '/');

    /// <summary>Whether a regular expression takes the path.</summary>
    public bool Matches(ReadOnlySpan<char> path) => _regex!.TryMatchStart(path, out _);

    private static string Whole(string text) => $"(?:{text.AsSpan(1)})\\z";
}
