using System.Text;

namespace Gatehouse.Ai.Providers;

/// <summary>A vendor's words on their way to a client: one line, bounded, without anything that looks like a key.</summary>
internal static class VendorText
{
    private const int MaxLength = 500;

    private static readonly string[] KeyMarks = ["sk-", "Bearer ", "x-api-key", "api_key="];

    /// <summary>The words, or <paramref name="otherwise"/> where the vendor said nothing.</summary>
    public static string Clean(string? words, string otherwise)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return otherwise;
        }

        foreach (string mark in KeyMarks)
        {
            if (words.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return otherwise;
            }
        }

        var text = new StringBuilder(Math.Min(words.Length, MaxLength));
        foreach (var rune in words.EnumerateRunes())
        {
            if (text.Length >= MaxLength)
            {
                text.Append('…');
                break;
            }

            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return text.ToString();
    }
}
