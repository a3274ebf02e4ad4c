using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>
/// State that the gateway leaves with the browser, encrypted and authenticated, in one cookie or, where it is too large for one, in
/// a few: the first begins with their number and a dot, the others are named <c>name_2</c>, <c>name_3</c>, …
/// </summary>
/// <remarks>
/// The newest cookie does not end older ones: who keeps a copy can send it again until its time is over. The time is the wall
/// clock's: set back, it lengthens the life of what was sealed by as much.
/// </remarks>
internal sealed class SealedCookie
{
    /// <summary>Most cookies for one state: with a few others they fit the 32 KiB that a request head may have.</summary>
    public const int MaxChunks = 5;

    // RFC 6265 section 6.1: browsers keep at least 4096 bytes of name, value and attributes.
    private const int ChunkSize = 3500;

    private readonly string[] _names;
    private readonly byte[][] _nameBytes;
    private readonly CookieSeal _seal;
    private readonly CookieWriter _writer;
    private readonly Func<ReadOnlySpan<byte>, bool> _owns;

    /// <summary>Throws <see cref="ArgumentException"/> for what <see cref="CookieAttributes.ProblemWith"/> complains about.</summary>
    public SealedCookie(string name, CookieAttributes attributes, CookieSeal seal)
    {
        if (attributes.ProblemWith(name) is { } problem)
        {
            throw new ArgumentException(problem, nameof(name));
        }

        _names = [.. Enumerable.Range(1, MaxChunks).Select(i => i == 1 ? name : $"{name}_{i}")];
        _nameBytes = [.. _names.Select(Encoding.ASCII.GetBytes)];
        _seal = seal;
        _writer = new CookieWriter(attributes);
        _owns = Owns;
    }

    /// <summary>Most bytes of content.</summary>
    public static int MaxContent { get; } = ((MaxChunks * ChunkSize) / 4 * 3) - 64;

    /// <summary>Names that logs must hide.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>
    /// The number of the last of these cookies that the client sent, also where one before it is missing: what <see cref="TrySet"/> and
    /// <see cref="Clear"/> must know to leave none behind. To be asked before <see cref="Hide"/>.
    /// </summary>
    public int CountIn(HeaderMap request)
    {
        int count = MaxChunks;
        while (count > 0 && !CookieValues.TryFind(request, _nameBytes[count - 1], out _))
        {
            count--;
        }

        return count;
    }

    /// <summary>Whether a cookie of that name is one of these.</summary>
    public bool Owns(ReadOnlySpan<byte> name)
    {
        foreach (byte[] own in _nameBytes)
        {
            if (name.SequenceEqual(own))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What was sealed into the client's cookies; null when there is none, or it cannot be opened (see <see cref="CookieSeal.Open"/>).</summary>
    public byte[]? Read(HeaderMap request, long now) => Find(request) is { } text ? Open(text, now) : null;

    /// <summary>The sealed text of the client's cookies, put together; null when there is none, or a part is missing.</summary>
    public byte[]? Find(HeaderMap request)
    {
        if (!CookieValues.TryFind(request, _nameBytes[0], out var value)
            || value.Length is < 3 or > ChunkSize + 2 || value[1] != '.' || value[0] is < (byte)'1' or > (byte)'0' + MaxChunks)
        {
            return null;
        }

        int count = value[0] - '0';
        byte[] text = new byte[count * ChunkSize];
        value[2..].CopyTo(text);
        int length = value.Length - 2;
        for (int i = 1; i < count; i++)
        {
            if (!CookieValues.TryFind(request, _nameBytes[i], out var chunk) || chunk.Length > ChunkSize)
            {
                return null;
            }

            chunk.CopyTo(text.AsSpan(length));
            length += chunk.Length;
        }

        return text[..length];
    }

    /// <summary>Opens a sealed text.</summary>
    public byte[]? Open(ReadOnlySpan<byte> text, long now) => _seal.Open(text, _nameBytes[0], now);

    /// <summary>Adds the cookies to an answer. False, and nothing is added, when the content is larger than <see cref="MaxContent"/>.</summary>
    /// <param name="response">Fields of the answer.</param>
    /// <param name="content">What to seal.</param>
    /// <param name="expires">Unix seconds after which it is worthless.</param>
    /// <param name="maxAge">Seconds that the browser keeps it; null = until it is closed.</param>
    /// <param name="isTls">Whether the request came over TLS.</param>
    /// <param name="present">What <see cref="CountIn"/> said: left-over ones are cleared.</param>
    public bool TrySet(HeaderMap response, ReadOnlySpan<byte> content, long expires, long? maxAge, bool isTls, int present = 0)
    {
        int length = CookieSeal.SealedLength(content.Length);
        int count = (length + ChunkSize - 1) / ChunkSize;
        if (count > MaxChunks)
        {
            return false;
        }

        byte[] text = _seal.Seal(content, _nameBytes[0], expires);
        for (int i = 0; i < count; i++)
        {
            var chunk = text.AsSpan(i * ChunkSize, Math.Min(ChunkSize, length - (i * ChunkSize)));
            _writer.Set(response, _names[i], i == 0 ? [(byte)('0' + count), (byte)'.', .. chunk] : chunk, maxAge, isTls);
        }

        ClearFrom(response, count, isTls, present);
        return true;
    }

    /// <summary>Makes the browser forget the cookies.</summary>
    public void Clear(HeaderMap response, bool isTls, int present) => ClearFrom(response, 0, isTls, Math.Max(1, present));

    /// <summary>Removes the cookies from the request that goes to the upstream; others stay as they are.</summary>
    public void Hide(HeaderMap request) => CookieRemoval.Remove(request, _owns);

    private void ClearFrom(HeaderMap response, int first, bool isTls, int present)
    {
        for (int i = first; i < present; i++)
        {
            _writer.Clear(response, _names[i], isTls);
        }
    }
}
