using Gatehouse.Ai.Compliance.Normalising;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>One text as recognisers see it: normalised, cut into tokens, with a way to report hits. A decoded blob is a page of its own.</summary>
internal sealed class Page(float threshold)
{
    private Scan? _scan;
    private int _field;
    private (int Start, int Length)? _outer;

    public NormalisedText Text { get; } = new();

    public TokenList Tokens { get; } = new();

    /// <summary>Cues at the end of the field before: an answer follows the question that asked for it.</summary>
    public WordFlags Carried { get; private set; }

    private readonly TableCues _table = new();

    /// <summary>What the head of a table says of the column that a token stands in; None outside of tables.</summary>
    public WordFlags CellCue(int token) => _table.Of(token);

    public ReadOnlySpan<char> Span => Text.Span;

    /// <summary>Reads a text in. <paramref name="outer"/> is where it stood, encoded, in the original; hits then stand for all of that.</summary>
    public void Load(ReadOnlySpan<char> text, int field, Scan scan, WordFlags carried, (int Start, int Length)? outer)
    {
        (_scan, _field, _outer, Carried) = (scan, field, outer, carried);
        Normaliser.Normalise(text, Text);
        Tokeniser.Tokenise(Text.Span, Tokens);
        _table.Read(Text.Span, Tokens);
    }

    public void Clear()
    {
        _scan = null;
        Text.Clear();
        Tokens.Clear();
        _table.Clear();
    }

    public ReadOnlySpan<char> Of(int token) => Text.Span.Slice(Tokens[token].Start, Tokens[token].Length);

    /// <summary>The character at a position, '\0' outside of the text.</summary>
    public char At(int position) => (uint)position < (uint)Text.Length ? Text.Span[position] : '\0';

    public bool IsSymbol(int token, char symbol) => (uint)token < (uint)Tokens.Count && Tokens[token].Kind == TokenKind.Symbol && Text.Span[Tokens[token].Start] == symbol;

    public bool Is(int token, string word) => (uint)token < (uint)Tokens.Count && Of(token).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The token at or after an index that begins at or after a position.</summary>
    public int TokenFrom(int index, int position)
    {
        while (index < Tokens.Count && Tokens[index].Start < position)
        {
            index++;
        }

        return index;
    }

    /// <summary>Where a part of the normalised text stands in the original field.</summary>
    public (int Start, int Length) ToSource(int start, int end) => _outer ?? Text.ToSource(start, end);

    /// <summary>Reports characters from <paramref name="start"/> up to <paramref name="end"/>, if the score is enough.</summary>
    public bool Report(EntityKind kind, int start, int end, double score)
    {
        if (score < threshold || end <= start)
        {
            return false;
        }

        var (from, length) = ToSource(start, end);
        _scan!.Report(new Detection(_field, kind, from, length, (float)Math.Min(score, 1)));
        return true;
    }

    /// <summary>Reports tokens, the last one included.</summary>
    public bool ReportTokens(EntityKind kind, int first, int last, double score) => Report(kind, Tokens[first].Start, Tokens[last].End, score);

    /// <summary>What stands around a token that says what it is.</summary>
    public Context ContextOf(int first, int last, int words = Context.Words) => Context.Of(this, first, last, words);

    /// <summary>The next token that is no symbol, at most <paramref name="symbols"/> symbols further; -1 when there is none.</summary>
    public int NextWord(int token, int symbols = 2)
    {
        for (var i = token + 1; i < Tokens.Count && i <= token + 1 + symbols; i++)
        {
            if (Tokens[i].IsWordLike)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The token before that is no symbol, at most <paramref name="symbols"/> symbols back; -1 when there is none.</summary>
    public int PreviousWord(int token, int symbols = 2)
    {
        for (var i = token - 1; i >= 0 && i >= token - 1 - symbols; i--)
        {
            if (Tokens[i].IsWordLike)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Cues in the last words of the page, for the field after it.</summary>
    public WordFlags Tail()
    {
        var flags = WordFlags.None;
        var words = 0;
        for (var i = Tokens.Count - 1; i >= 0 && words < 8; i--)
        {
            if (Tokens[i].IsWordLike)
            {
                words++;
                flags |= Tokens[i].Flags & (WordFlags.SpecificCues | WordFlags.CueHome | WordFlags.CueAge);
                flags |= Is(i, "name") || Is(i, "names") ? WordFlags.NameCue : WordFlags.None;
            }
        }

        return flags;
    }
}
