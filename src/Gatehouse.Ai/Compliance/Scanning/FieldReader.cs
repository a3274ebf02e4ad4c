using Gatehouse.Ai.Compliance.Recognisers;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Scanning;

/// <summary>
/// Reads fields: one pass over the tokens, each handed to the recognisers that it may begin. What is decoded from a blob is read the
/// same way, two levels deep. Owns the buffers of a scan.
/// </summary>
internal sealed class FieldReader
{
    private const int MaxDepth = 2;

    // Tokens between two looks at the clock: some 10 microseconds.
    private const int TokensPerLook = 256;

    private readonly Page[] _pages;
    private readonly NumberRun _run = new();
    private readonly char[] _code = new char[CodeText.MaxLength];
    private char[] _decoded = [];
    private WordFlags _tail;

    public FieldReader(double threshold)
    {
        _pages = new Page[MaxDepth + 1];
        for (var i = 0; i < _pages.Length; i++)
        {
            _pages[i] = new Page((float)threshold);
        }
    }

    public HealthSignals Health { get; } = new();

    /// <summary>Reads one field and reports to the scan. Returns what went wrong, if anything.</summary>
    public ScanFailure Read(int field, ReadOnlySpan<char> text, Scan scan, TimeSpan budget, TimeProvider clock)
    {
        var deadline = clock.GetTimestamp() + (long)(budget.TotalSeconds * clock.TimestampFrequency);
        var page = _pages[0];
        page.Load(text, field, scan, _tail, outer: null);
        SecretRecogniser.Read(page);
        if (!Walk(page, 0, field, scan, deadline, clock))
        {
            return ScanFailure.TimeOut;
        }

        _tail = page.Tail();
        return scan.Failure;
    }

    /// <summary>Forgets everything of the request.</summary>
    public void Clear()
    {
        foreach (var page in _pages)
        {
            page.Clear();
        }

        Array.Clear(_decoded);
        Array.Clear(_code);
        _run.Clear();
        Health.Clear();
        _tail = WordFlags.None;
    }

    private bool Walk(Page page, int depth, int field, Scan scan, long deadline, TimeProvider clock)
    {
        var tokens = page.Tokens;
        var look = 0;
        for (var i = 0; i < tokens.Count;)
        {
            if (--look < 0)
            {
                look = TokensPerLook;
                if (clock.GetTimestamp() > deadline)
                {
                    return false;
                }
            }

            var next = Blob(page, i, depth, field, scan, deadline, clock, out var inTime);
            if (!inTime)
            {
                return false;
            }

            i = next > i ? next : Recognise(page, i);
        }

        return true;
    }

    /// <summary>Returns the token to go on with.</summary>
    private int Recognise(Page page, int i)
    {
        ref readonly var token = ref page.Tokens.Span[i];
        switch (token.Kind)
        {
            case TokenKind.Symbol:
                return page.At(token.Start) == '@' ? EmailRecogniser.Read(page, i) : i + 1;
            case TokenKind.Number:
                var afterCode = CodeRecogniser.Read(page, i, _code, Health);
                return afterCode > i ? afterCode : NumberRecogniser.Read(page, i, _run, Health);
            case TokenKind.Mixed:
                Health.Read(page, i);
                return Math.Max(i + 1, CodeRecogniser.Read(page, i, _code, Health));
            default:
                return Word(page, i, token);
        }
    }

    private int Word(Page page, int i, in Token token)
    {
        if (token.Has(WordFlags.Clinical | WordFlags.ClinicalHint | WordFlags.Lab | WordFlags.Unit))
        {
            Health.Read(page, i);
        }

        var next = i + 1;
        if (token.Length <= CodeRecogniser.MaxPrefix && CodeRecogniser.Read(page, i, _code, Health) is var afterCode && afterCode > i)
        {
            return afterCode;
        }

        if (token.Has(WordFlags.Month))
        {
            next = Math.Max(next, DateRecogniser.Read(page, i));
        }

        if (token.Has(WordFlags.Street | WordFlags.CueHome | WordFlags.City | WordFlags.Organisation) || token.Length == 3)
        {
            AddressRecogniser.Read(page, i);
        }

        if (token.Has(WordFlags.Names | WordFlags.Title | WordFlags.NameCue | WordFlags.Relation) || ((page.Carried & WordFlags.NameCue) != 0 && i == 0) || (page.CellCue(i) & WordFlags.NameCue) != 0)
        {
            next = Math.Max(next, NameRecogniser.Read(page, i));
        }

        if (token.Length is 3 or 4 or 5)
        {
            next = Math.Max(next, UrlRecogniser.Read(page, i));
            EmailRecogniser.ReadSpelled(page, i);
        }

        return next;
    }

    private int Blob(Page page, int i, int depth, int field, Scan scan, long deadline, TimeProvider clock, out bool inTime)
    {
        inTime = true;
        ref readonly var token = ref page.Tokens.Span[i];
        if (token.Length < BlobText.MinToken || token.Flags != WordFlags.None || !BlobText.TryFind(page, i, out var start, out var end))
        {
            return i;
        }

        var length = BlobText.Decode(page.Span[start..end], ref _decoded, out var isOpaque);
        if (isOpaque)
        {
            scan.ReportBlob();
        }

        if (length == 0)
        {
            return isOpaque ? page.TokenFrom(i, end) : i;
        }

        if (depth == MaxDepth)
        {
            // Deeper than that nobody reads: it counts as a part that cannot be read.
            scan.ReportBlob();
            return page.TokenFrom(i, end);
        }

        var inner = _pages[depth + 1];
        inner.Load(_decoded.AsSpan(0, length), field, scan, page.ContextOf(i, i).Cue, page.ToSource(start, end));
        SecretRecogniser.Read(inner);
        inTime = Walk(inner, depth + 1, field, scan, deadline, clock);
        return page.TokenFrom(i, end);
    }
}
