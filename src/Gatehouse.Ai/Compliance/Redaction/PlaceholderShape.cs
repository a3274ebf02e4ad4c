namespace Gatehouse.Ai.Compliance.Redaction;

/// <summary>What placeholders look like: '[', kind in capitals, '_', number, perhaps '_' and a random tag, ']'; ASCII, at most <see cref="MaxLength"/> characters.</summary>
internal static class PlaceholderShape
{
    /// <summary>Longest: "[HEALTHPLAN_" + 10 digits + "_" + 8 + "]".</summary>
    public const int MaxLength = 40;

    /// <summary>Characters between the brackets.</summary>
    public static bool IsInner(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_';

    /// <summary>Whether a text holds something that looks like a placeholder, or the beginning of one at its end.</summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('[') is >= 0 and var start)
        {
            text = text[(start + 1)..];
            var length = 0;
            while (length < text.Length && length < MaxLength && IsInner(text[length]))
            {
                length++;
            }

            if (length == text.Length || (length > 0 && text[length] == ']' && text[..length].Contains('_')))
            {
                return true;
            }
        }

        return false;
    }
}
