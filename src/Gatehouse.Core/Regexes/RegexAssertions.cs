using System.Globalization;

namespace Gatehouse.Core.Regexes;

/// <summary>Evaluates assertions.</summary>
internal static class RegexAssertions
{
    private static readonly CharClassItem Word = CharClassItem.Escape('w')!.Value;

    /// <summary>Whether the assertion holds between the units before and at <paramref name="position"/>.</summary>
    public static bool Holds(RegexAssertion kind, ReadOnlySpan<char> text, int position) => kind switch
    {
        RegexAssertion.TextStart => position == 0,
        RegexAssertion.TextEnd => position == text.Length,
        RegexAssertion.LineStart => position == 0 || text[position - 1] == '\n',
        RegexAssertion.LineEnd => position == text.Length || text[position] == '\n',
        RegexAssertion.WordBoundary => IsBoundary(text, position),
        _ => !IsBoundary(text, position),
    };

    private static bool IsBoundary(ReadOnlySpan<char> text, int position)
        => (position > 0 && IsWord(text[position - 1])) != (position < text.Length && IsWord(text[position]));

    private static bool IsWord(char c) => Word.Contains(c, CharUnicodeInfo.GetUnicodeCategory(c));
}
