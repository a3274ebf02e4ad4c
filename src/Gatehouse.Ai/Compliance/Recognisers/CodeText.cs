namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Codes of letters and digits as one writes them: in groups, with hyphens, in either case.</summary>
internal static class CodeText
{
    /// <summary>Longest code looked at: a Bitcoin address of 62 characters.</summary>
    public const int MaxLength = 64;

    /// <summary>
    /// Copies the code that begins at <paramref name="position"/> without its joints, in capitals. A joint is a single hyphen, or a single
    /// blank where <paramref name="blanks"/> says so, between two letters or digits. Gives its length; <paramref name="end"/> is where it ends.
    /// </summary>
    public static int Compact(ReadOnlySpan<char> text, int position, bool blanks, Span<char> code, out int end)
    {
        var length = 0;
        end = position;
        for (var i = position; i < text.Length && length < code.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                code[length++] = char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;
                end = i + 1;
            }
            else if (i != end || (c != '-' && (c != ' ' || !blanks)))
            {
                break;
            }
        }

        return length;
    }

    public static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length < 36 || (text.Length > 36 && char.IsAsciiLetterOrDigit(text[36])))
        {
            return false;
        }

        for (var i = 0; i < 36; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsMac(ReadOnlySpan<char> text)
    {
        if (text.Length < 17 || text[2] is not (':' or '-') || (text.Length > 17 && (char.IsAsciiLetterOrDigit(text[17]) || text[17] == text[2])))
        {
            return false;
        }

        for (var i = 0; i < 17; i++)
        {
            if (i % 3 == 2 ? text[i] != text[2] : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Shape of a Medicare beneficiary identifier (CMS): C A AN N A AN N A A N N, letters without S, L, O, I, B, Z. Takes capitals.
    /// </summary>
    public static bool IsMbi(ReadOnlySpan<char> code) => code.Length == 11
        && code[0] is >= '1' and <= '9' && IsMbiLetter(code[1]) && (IsMbiLetter(code[2]) || char.IsAsciiDigit(code[2])) && char.IsAsciiDigit(code[3])
        && IsMbiLetter(code[4]) && (IsMbiLetter(code[5]) || char.IsAsciiDigit(code[5])) && char.IsAsciiDigit(code[6]) && IsMbiLetter(code[7]) && IsMbiLetter(code[8])
        && char.IsAsciiDigit(code[9]) && char.IsAsciiDigit(code[10]);

    /// <summary>UK national insurance number: two letters, six digits, A to D; some first letters are not given out.</summary>
    public static bool IsNino(ReadOnlySpan<char> code) => code.Length == 9 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
        && !"DFIUV".Contains(code[0]) && !"DFIUVO".Contains(code[1]) && !code[2..8].ContainsAnyExceptInRange('0', '9') && code[8] is >= 'A' and <= 'D'
        && code[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

    private static bool IsMbiLetter(char c) => char.IsAsciiLetterUpper(c) && !"SLOIBZ".Contains(c);
}
