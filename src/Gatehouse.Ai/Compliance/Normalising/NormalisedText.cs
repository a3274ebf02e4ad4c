namespace Gatehouse.Ai.Compliance.Normalising;

/// <summary>A text as recognisers read it, and where each part of it stands in the original. Reused from field to field.</summary>
internal sealed class NormalisedText
{
    // Buffers beyond this size are given back after a request.
    private const int MaxKept = 256 * 1024;

    private char[] _chars = new char[4096];
    private readonly List<Segment> _segments = [];
    private int _length;

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, _length);

    public int Length => _length;

    /// <summary>Where a part of the normalised text stands in the original; escapes and removed characters inside belong to it.</summary>
    public (int Start, int Length) ToSource(int start, int end)
    {
        if (_segments.Count == 0)
        {
            return (start, end - start);
        }

        var first = _segments[Find(start)];
        var last = _segments[Find(end - 1)];
        var from = first.SourceLength < 0 ? first.Source + start - first.Out : first.Source;
        var to = last.SourceLength < 0 ? last.Source + end - last.Out : last.Source + last.SourceLength;
        return (from, to - from);
    }

    /// <summary>Overwrites all with what may follow: nothing yet, with room for a text of that length.</summary>
    public void Reset(int capacity)
    {
        if (_chars.Length < capacity)
        {
            _chars = new char[Math.Max(capacity, Math.Min(2 * _chars.Length, MaxKept))];
        }

        _length = 0;
        _segments.Clear();
    }

    /// <summary>Forgets the text: what is kept for the next request is blank.</summary>
    public void Clear()
    {
        if (_chars.Length > MaxKept)
        {
            _chars = new char[4096];
        }

        Array.Clear(_chars);
        Reset(0);
    }

    /// <summary>Adds characters as they are.</summary>
    public void AddPlain(ReadOnlySpan<char> text, int source)
    {
        BeginLinear(source);
        Room(text.Length);
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Adds one character that stands for one of the original.</summary>
    public void AddOne(char c, int source)
    {
        BeginLinear(source);
        Room(1);
        _chars[_length++] = c;
    }

    /// <summary>Adds what stands for <paramref name="sourceLength"/> characters of the original together.</summary>
    public void Add(ReadOnlySpan<char> text, int source, int sourceLength)
    {
        if (_segments.Count == 0 && _length > 0)
        {
            _segments.Add(new Segment(0, 0, -1));
        }

        _segments.Add(new Segment(_length, source, sourceLength));
        Room(text.Length);
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }

    private void BeginLinear(int source)
    {
        if (_segments.Count == 0)
        {
            if (source == _length)
            {
                return;
            }

            _segments.Add(new Segment(0, 0, -1));
        }

        var last = _segments[^1];
        if (last.SourceLength >= 0 || last.Source + _length - last.Out != source)
        {
            _segments.Add(new Segment(_length, source, -1));
        }
    }

    private void Room(int more)
    {
        if (_length + more > _chars.Length)
        {
            Array.Resize(ref _chars, Math.Max(2 * _chars.Length, _length + more));
        }
    }

    private int Find(int position)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Out <= position)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
