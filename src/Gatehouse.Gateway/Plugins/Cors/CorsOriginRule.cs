using System.Buffers;
using System.Text.RegularExpressions;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>One entry of <c>origins</c>: a literal origin or a regular expression, anchored at both ends.</summary>
internal sealed class CorsOriginRule
{
    private static readonly SearchValues<char> LiteralCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:/-");

    private readonly string? _literal;
    private readonly Regex? _regex;
    private readonly bool _testsHost;

    private CorsOriginRule(string? literal, Regex? regex, bool testsHost)
    {
        _literal = literal;
        _regex = regex;
        _testsHost = testsHost;
    }

    /// <summary>Whether an entry is taken as it is and not as a regular expression.</summary>
    public static bool IsLiteral(string entry) => entry.Length != 0 && !entry.AsSpan().ContainsAnyExcept(LiteralCharacters);

    /// <summary>Compiles an entry; throws <see cref="PluginBuildException"/> when it needs backtracking.</summary>
    public static CorsOriginRule Compile(string entry)
    {
        if (IsLiteral(entry))
        {
            Span<char> buffer = new char[entry.Length];
            int length = CorsOrigin.Parse(entry).Write(buffer);
            return new CorsOriginRule(buffer[..length].ToString(), null, false);
        }

        string pattern = entry.StartsWith('^') ? entry[1..] : entry;
        pattern = pattern.EndsWith('$') && !pattern.EndsWith("\\$", StringComparison.Ordinal) ? pattern[..^1] : pattern;
        try
        {
            // Grouped, so that both anchors hold for every alternative. Linear time: the origin is the client's.
            var regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return new CorsOriginRule(null, regex, !entry.Contains(':', StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new PluginBuildException(
                $"config.origins: '{entry}' cannot be used as a linear-time regular expression ({exception.Message}); "
                + "remove look-arounds and back-references",
                exception);
        }
    }

    /// <summary>Whether an origin is accepted; <paramref name="domain"/> is its normalised form.</summary>
    public bool Accepts(CorsOrigin origin, ReadOnlySpan<char> domain)
        => _regex is null ? domain.SequenceEqual(_literal) : _regex.IsMatch(_testsHost ? origin.Host : domain);
}
