using System.Text.RegularExpressions;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>Values with placeholders: each <c>&lt;…&gt;</c> stands for any non-empty text, <c>...</c> at the end for the rest.</summary>
internal static partial class CaseText
{
    public static bool Matches(string expected, string? actual) =>
        actual is not null && Regex.IsMatch(
            actual,
            "^" + Placeholder().Replace(Regex.Escape(expected.EndsWith("...", StringComparison.Ordinal) ? expected[..^3] + "<rest>" : expected), ".+") + "$",
            RegexOptions.Singleline | RegexOptions.CultureInvariant);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Placeholder();
}
