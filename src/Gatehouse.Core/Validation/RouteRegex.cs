using System.Text.RegularExpressions;

namespace Gatehouse.Core.Validation;

/// <summary>
/// Compiles the regular expressions of routes. They are written for Rust's <c>regex</c> crate and must run in linear time, so
/// they are rewritten where .NET reads them otherwise (<see cref="RustRegexTranslator"/>) and compiled with
/// <see cref="RegexOptions.NonBacktracking"/>, which refuses look-around and back-references as Rust does.
/// </summary>
public static class RouteRegex
{
    /// <summary>Longest pattern in characters; the automaton grows with it.</summary>
    public const int MaxLength = 4096;

    /// <summary>Compiles <paramref name="pattern"/>; on failure <paramref name="error"/> says why, in words for the user.</summary>
    public static Regex? TryCompile(string pattern, out string? error)
    {
        error = null;
        if (pattern.Length > MaxLength)
        {
            error = $"longer than {MaxLength} characters";
            return null;
        }

        try
        {
            return new Regex(
                RustRegexTranslator.Translate(pattern),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout);
        }
        catch (RegexParseException e)
        {
            error = $"{Words(e.Error)} at offset {Math.Min(e.Offset, pattern.Length)}";
        }
        catch (NotSupportedException)
        {
            error = "look-around, back-references, atomic groups and huge repetitions are not supported: they cannot run in linear time";
        }
        catch (ArgumentException)
        {
            error = "too complex or malformed";
        }

        return null;
    }

    private static string Words(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "missing closing parenthesis",
        RegexParseError.InsufficientOpeningParentheses => "unmatched closing parenthesis",
        RegexParseError.UnterminatedBracket => "missing terminating ] for character class",
        RegexParseError.QuantifierAfterNothing => "quantifier does not follow a repeatable item",
        RegexParseError.ReversedCharacterRange => "range out of order in character class",
        _ => error.ToString(),
    };
}
