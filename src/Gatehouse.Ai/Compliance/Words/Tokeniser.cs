namespace Gatehouse.Ai.Compliance.Words;

/// <summary>Cuts a normalised text into tokens and looks every word up. One pass; a second over the rare words that begin phrases.</summary>
internal static class Tokeniser
{
    private const int MaxCueLength = 12;

    public static void Tokenise(ReadOnlySpan<char> text, TokenList tokens)
    {
        tokens.Clear();
        var phrases = false;
        var position = 0;
        var end = -1;
        var shape = TokenShape.None;
        while (position < text.Length)
        {
            var c = text[position];
            if (char.IsWhiteSpace(c))
            {
                shape |= c is '\n' or '\r' ? TokenShape.AfterLine : TokenShape.None;
                position++;
                continue;
            }

            if (c == '_')
            {
                shape |= TokenShape.Joined;
                position++;
                continue;
            }

            shape |= end == position ? TokenShape.Glued : TokenShape.None;
            if (!char.IsLetterOrDigit(c))
            {
                tokens.Add(new Token(position, 1, TokenKind.Symbol, shape, WordFlags.None));
                position++;
            }
            else
            {
                position = Run(text, position, shape, tokens, ref phrases);
            }

            end = position;
            shape = TokenShape.None;
        }

        if (phrases)
        {
            Phrases(text, tokens);
        }
    }

    private static int Run(ReadOnlySpan<char> text, int start, TokenShape shape, TokenList tokens, ref bool phrases)
    {
        var position = start;
        var letters = 0;
        var upper = 0;
        var innerCapital = -1;
        var previousLower = false;
        for (; position < text.Length; position++)
        {
            var c = text[position];
            if (char.IsAsciiLetterLower(c))
            {
                letters++;
                previousLower = true;
            }
            else if (char.IsAsciiLetterUpper(c))
            {
                letters++;
                upper++;
                innerCapital = previousLower && innerCapital < 0 ? position : innerCapital;
                previousLower = false;
            }
            else if (!char.IsAsciiDigit(c))
            {
                // "O'Brien" is one word, "patient's" are two.
                if (c == '\'' && position == start + 1 && letters == 1 && position + 2 < text.Length && char.IsAsciiLetter(text[position + 1]) && char.IsAsciiLetter(text[position + 2]))
                {
                    continue;
                }

                if (char.IsAscii(c) || !char.IsLetterOrDigit(c))
                {
                    break;
                }

                letters++;
            }
            else
            {
                previousLower = false;
            }
        }

        var word = text[start..position];
        if (letters == 0)
        {
            tokens.Add(new Token(start, word.Length, TokenKind.Number, shape, WordFlags.None));
            return position;
        }

        var digits = word.ContainsAnyInRange('0', '9');
        if (char.IsUpper(word[0]))
        {
            shape |= TokenShape.Capital;
        }

        if (digits)
        {
            // "MRN1234567": the cue and its number.
            var cue = word.IndexOfAnyInRange('0', '9');
            if (cue is >= 2 and <= MaxCueLength && word.Length - cue >= 4 && !word[cue..].ContainsAnyExceptInRange('0', '9')
                && Lexicon.Words.Find(word[..cue]) is var cueFlags && (cueFlags & WordFlags.SpecificCues) != 0)
            {
                tokens.Add(new Token(start, cue, TokenKind.Word, shape, cueFlags & ~WordFlags.PhraseStart));
                tokens.Add(new Token(start + cue, word.Length - cue, TokenKind.Number, TokenShape.Glued, WordFlags.None));
                return position;
            }

            tokens.Add(new Token(start, word.Length, TokenKind.Mixed, shape, Lexicon.Words.Find(word)));
            return position;
        }

        shape |= upper == word.Length && upper > 1 ? TokenShape.AllCapitals : TokenShape.None;
        var flags = Lexicon.Find(word.Length > 2 && word[1] == '\'' ? word[2..] : word);
        phrases |= (flags & WordFlags.PhraseStart) != 0;
        if (innerCapital > 0 && flags == WordFlags.None)
        {
            // camelCase: the words of a field name.
            tokens.Add(new Token(start, innerCapital - start, TokenKind.Word, shape, Lexicon.Find(text[start..innerCapital])));
            phrases |= (tokens[^1].Flags & WordFlags.PhraseStart) != 0;
            return Run(text, innerCapital, TokenShape.Joined, tokens, ref phrases);
        }

        tokens.Add(new Token(start, word.Length, TokenKind.Word, shape, flags));
        return position;
    }

    private static void Phrases(ReadOnlySpan<char> text, TokenList tokens)
    {
        for (var i = 0; i < tokens.Count - 1; i++)
        {
            if (!tokens[i].Has(WordFlags.PhraseStart) || Lexicon.Words.PhrasesFrom(text.Slice(tokens[i].Start, tokens[i].Length)) is not { } phrases)
            {
                continue;
            }

            foreach (var phrase in phrases)
            {
                if (EndOf(text, tokens, i, phrase) is >= 0 and var last)
                {
                    tokens.Flag(last, phrase.Flags);
                }
            }
        }
    }

    // The words may be joined by an underscore, hyphen, apostrophe or point: "date-of-birth", "driver's license".
    private static int EndOf(ReadOnlySpan<char> text, TokenList tokens, int first, Phrase phrase)
    {
        var i = first;
        foreach (var word in phrase.Rest)
        {
            i++;
            if (i < tokens.Count && tokens[i].Kind == TokenKind.Symbol && text[tokens[i].Start] is '-' or '\'' or '.' or '/')
            {
                i++;
            }

            if (i >= tokens.Count || !text.Slice(tokens[i].Start, tokens[i].Length).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return -1;
            }
        }

        return i;
    }
}
