using System.Buffers;
using System.Text;

namespace Gatehouse.Gateway.Routing;

/// <summary>One search: the query, what was prepared from it, and the best candidate so far. Lives on the stack.</summary>
internal ref struct MatchState
{
    private char[]? _chars;
    private int _charCount;

    /// <summary>The request.</summary>
    public readonly RouteQuery Query;

    /// <summary>Host without port, in the case that patterns are compiled in.</summary>
    public readonly ReadOnlySpan<byte> Host;

    /// <summary>Port the request is for.</summary>
    public readonly int Port;

    /// <summary>See <see cref="MethodSet.BitOf"/>.</summary>
    public readonly uint MethodBit;

    /// <summary>The normalised path.</summary>
    public readonly ReadOnlySpan<byte> Path;

    public MatchState(in RouteQuery query, ReadOnlySpan<byte> host, int port)
    {
        Query = query;
        Host = host;
        Port = port;
        Path = query.Path;
        MethodBit = MethodSet.BitOf(query.Method);
        BestRank = int.MaxValue;
    }

    /// <summary>The best candidate so far.</summary>
    public Candidate? Best { get; set; }

    /// <summary>Its rank.</summary>
    public int BestRank { get; set; }

    /// <summary>Bytes of the path it took.</summary>
    public int PrefixLength { get; set; }

    /// <summary>Matches the path as text, decoding it when the first expression asks; <paramref name="length"/> in bytes.</summary>
    public bool TryMatchPath(PathPattern pattern, out int length)
    {
        if (_chars is null)
        {
            _chars = ArrayPool<char>.Shared.Rent(Math.Max(Path.Length, 1));
            _charCount = Encoding.UTF8.GetChars(Path, _chars);
        }

        ReadOnlySpan<char> text = _chars.AsSpan(0, _charCount);
        if (!pattern.TryMatch(text, out length))
        {
            return false;
        }

        if (_charCount != Path.Length)
        {
            length = ByteLength(length);
        }

        return true;
    }

    /// <summary>Returns rented memory.</summary>
    public void Dispose()
    {
        if (_chars is not null)
        {
            ArrayPool<char>.Shared.Return(_chars);
            _chars = null;
        }
    }

    /// <summary>How many bytes of the path decode to that many UTF-16 units (malformed bytes decode to one unit a sequence).</summary>
    private readonly int ByteLength(int units)
    {
        int bytes = 0;
        while (units > 0)
        {
            Rune.DecodeFromUtf8(Path[bytes..], out var rune, out int consumed);
            bytes += consumed;
            units -= rune.Utf16SequenceLength;
        }

        return bytes;
    }
}
