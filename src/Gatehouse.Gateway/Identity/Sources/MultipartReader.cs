namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Walks the parts of a multipart body (RFC 2046 section 5.1).</summary>
internal ref struct MultipartReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly byte[] _delimiter;
    private int _at;

    public MultipartReader(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        _body = body;
        _delimiter = [.. "\r\n--"u8, .. boundary];

        // The first delimiter may stand at the very beginning, without the line end before it.
        int first = body.StartsWith(_delimiter.AsSpan(2)) ? -2 : body.IndexOf(_delimiter);
        _at = first == -1 ? body.Length : first;
    }

    /// <summary>First byte of the part's delimiter line.</summary>
    public int Start { get; private set; }

    /// <summary>First byte behind the part: that of the next delimiter line.</summary>
    public int End { get; private set; }

    /// <summary>Header lines of the part.</summary>
    public ReadOnlySpan<byte> Head { get; private set; }

    /// <summary>Content of the part.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether the closing delimiter was reached.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Goes to the next part.</summary>
    public bool MoveNext()
    {
        int line = _at + _delimiter.Length;
        if (IsWhole || line > _body.Length)
        {
            return false;
        }

        if (_body[line..].StartsWith("--"u8))
        {
            IsWhole = true;
            return false;
        }

        int head = _body[line..].IndexOf("\r\n"u8);

        // Only blanks may follow the delimiter: "--xxy" is another boundary, or a trick.
        int blank = head < 0 || _body.Slice(line, head).IndexOfAnyExcept(" \t"u8) >= 0 ? -1 : _body[(line + head)..].IndexOf("\r\n\r\n"u8);
        if (blank < 0)
        {
            return false;
        }

        int content = line + head + blank + 4;
        int next = _body[(content - 2)..].IndexOf(_delimiter);
        if (next < 0)
        {
            return false;
        }

        next += content - 2;
        (Start, End) = (_at + 2, next + 2);
        Head = _body[(line + head)..(content - 4)];
        Content = next < content ? default : _body[content..next];
        _at = next;
        return true;
    }
}
