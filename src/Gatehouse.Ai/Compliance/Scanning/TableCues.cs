using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>
/// Tables of lines (CSV, TSV by ';' or '|', Markdown): the head says what stands in a column, however far down. A line is a head when it has
/// three cells or more, two of which are cues, and the next line with figures has as many.
/// </summary>
internal sealed class TableCues
{
    private const int MaxColumns = 64;
    private const int MinColumns = 3;
    private const int MinCues = 2;

    private readonly WordFlags[] _head = new WordFlags[MaxColumns];
    private WordFlags[] _cues = [];
    private int _count;

    public WordFlags Of(int token) => token < _count ? _cues[token] : WordFlags.None;

    public void Clear() => _count = 0;

    /// <summary>Finds tables. One pass over the tokens; nothing is written while there is none.</summary>
    public void Read(ReadOnlySpan<char> text, TokenList list)
    {
        _count = 0;
        var tokens = list.Span;
        var columns = 0;
        var separator = '\0';
        for (var i = 0; i < tokens.Length;)
        {
            var end = i + 1;
            while (end < tokens.Length && !tokens[end].Has(TokenShape.AfterLine))
            {
                end++;
            }

            if (columns > 0 && Row(text, tokens, i, end, columns, separator))
            {
                i = end;
                continue;
            }

            columns = Head(text, tokens, i, end, out separator);
            i = end;
        }
    }

    private int Head(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens, int start, int end, out char separator)
    {
        separator = '\0';
        for (var i = start; i < end && separator == '\0'; i++)
        {
            separator = tokens[i].Kind == TokenKind.Symbol && text[tokens[i].Start] is ',' or ';' or '|' ? text[tokens[i].Start] : '\0';
        }

        if (separator == '\0')
        {
            return 0;
        }

        var columns = 1;
        var cues = 0;
        var words = 0;
        _head.AsSpan().Clear();
        for (var i = start; i < end; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind == TokenKind.Symbol)
            {
                if (text[token.Start] != separator)
                {
                    continue;
                }

                if (++columns > MaxColumns)
                {
                    return 0;
                }

                words = 0;
                continue;
            }

            // A cell of a head has few words.
            if (++words > 4)
            {
                return 0;
            }

            var flags = token.Flags & (WordFlags.SpecificCues | WordFlags.NameCue | WordFlags.CueId | WordFlags.Person | WordFlags.Negative | WordFlags.CueAge | WordFlags.CueUrl);
            var word = text.Slice(token.Start, token.Length);
            flags |= word.Equals("first", StringComparison.OrdinalIgnoreCase) || word.Equals("last", StringComparison.OrdinalIgnoreCase) ? WordFlags.NameCue : WordFlags.None;
            cues += flags != WordFlags.None && words == 1 ? 1 : 0;
            _head[columns - 1] |= flags;
        }

        return columns >= MinColumns && cues >= MinCues ? columns : 0;
    }

    private bool Row(ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens, int start, int end, int columns, char separator)
    {
        var found = 1;
        for (var i = start; i < end; i++)
        {
            found += tokens[i].Kind == TokenKind.Symbol && text[tokens[i].Start] == separator ? 1 : 0;
        }

        // Dates and names may hold a comma of their own; a rule of dashes has as many cells.
        if (found < columns || found > columns + 2)
        {
            return false;
        }

        Room(tokens.Length);
        var column = 0;
        for (var i = start; i < end; i++)
        {
            if (tokens[i].Kind == TokenKind.Symbol && text[tokens[i].Start] == separator)
            {
                column++;
            }

            _cues[i] = _head[Math.Min(column, columns - 1)];
        }

        return true;
    }

    private void Room(int count)
    {
        if (_count == count)
        {
            return;
        }

        if (_cues.Length < count)
        {
            _cues = new WordFlags[Math.Max(count, 2 * _cues.Length)];
        }

        Array.Clear(_cues, 0, count);
        _count = count;
    }
}
