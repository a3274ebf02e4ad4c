using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Regexes;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>One entry of <c>origins</c>: a literal origin or a regular expression, anchored at both ends.</summary>
internal sealed class CorsOriginRule
{
    private static readonly SearchValues<char> LiteralCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/-");

    private readonly string? _literal;
    private readonly LinearRegex? _regex;
    private readonly bool _testsHost;

    private CorsOriginRule(string? literal, LinearRegex? regex, bool testsHost)
    {
        _literal = literal;
        _regex = regex;
        _testsHost = testsHost;
    }

    /// <summary>Whether an entry is taken as it is and not as a regular expression.</summary>
    public static bool IsLiteral(string entry) => entry.Length != 0 && !entry.AsSpan().ContainsAnyExcept(LiteralCharacters);

    /// <summary>Compiles an entry that validation has let through; throws <see cref="PluginBuildException"/> otherwise.</summary>
    public static CorsOriginRule Compile(string entry)
        => TryCompile(entry, out var rule, out string? error)
            ? rule
            : throw new PluginBuildException("origins", $"not a valid regex: {error}", entry, null);

    /// <summary>Compiles an entry; on failure <paramref name="error"/> says what is wrong with its regular expression.</summary>
    public static bool TryCompile(
        string entry, [NotNullWhen(true)] out CorsOriginRule? rule, [NotNullWhen(false)] out string? error)
    {
        rule = null;
        if (IsLiteral(entry))
        {
            Span<char> buffer = new char[entry.Length];
            int length = CorsOrigin.Parse(entry).Write(buffer);
            rule = new CorsOriginRule(buffer[..length].ToString(), null, false);
            error = null;
            return true;
        }

        // The entry alone first, so that "a)|(b" is refused instead of being completed by the group around it.
        if (!LinearRegex.TryCompile(entry, RegexFlags.None, out _, out error))
        {
            return false;
        }

        // Grouped, so that the end holds for every alternative; the start does, because matching begins there.
        if (!LinearRegex.TryCompile($@"(?:{entry})\z", RegexFlags.None, out var regex, out error))
        {
            return false;
        }

        rule = new CorsOriginRule(null, regex, !entry.Contains(':', StringComparison.Ordinal));
        return true;
    }

    /// <summary>Whether an origin is accepted; <paramref name="domain"/> is its normalised form.</summary>
    public bool Accepts(CorsOrigin origin, ReadOnlySpan<char> domain)
        => _regex is null ? domain.SequenceEqual(_literal) : _regex.TryMatchStart(_testsHost ? origin.Host : domain, out _);
}
