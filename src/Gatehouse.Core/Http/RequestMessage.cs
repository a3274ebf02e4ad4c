namespace Gatehouse.Core.Http;

/// <summary>
/// The client's request as the road sees it after hygiene. The target is kept twice: as sent (for logs) and normalised (for
/// everything that decides). Reused from request to request of one connection.
/// </summary>
public sealed class RequestMessage
{
    private byte[] _block = new byte[512];
    private int _used;
    private Slice _rawTarget, _rawPath, _path, _query, _authority;

    /// <summary>The method; <see cref="RequestMethod.None"/> until a request line has been read.</summary>
    public RequestMethod Method { get; set; } = RequestMethod.None;

    /// <summary>Header fields of the request; what plugins change here is what the upstream gets.</summary>
    public HeaderMap Headers { get; } = new();

    /// <summary>Trailer fields that arrived behind a chunked body.</summary>
    public HeaderMap Trailers { get; } = new();

    /// <summary>Major and minor version times ten: 10, 11, 20 or 30.</summary>
    public int Version { get; set; } = 11;

    /// <summary>Whether the target carried a question mark, also when nothing follows it.</summary>
    public bool HasQuery { get; private set; }

    /// <summary>Body size the client declared; null when chunked, 0 when there is no body.</summary>
    public long? ContentLength { get; set; }

    /// <summary>Whether a body may follow the head.</summary>
    public bool HasBody { get; set; }

    /// <summary>The request-target as sent.</summary>
    public ReadOnlySpan<byte> RawTarget => At(_rawTarget);

    /// <summary>The path as sent, without the query.</summary>
    public ReadOnlySpan<byte> RawPath => At(_rawPath);

    /// <summary>The normalised path (facts: Kong §6.1), the only one that routing, policy and forwarding use.</summary>
    public ReadOnlySpan<byte> Path => At(_path);

    /// <summary>The query without the question mark.</summary>
    public ReadOnlySpan<byte> Query => At(_query);

    /// <summary>Host and optional port the request is for: the absolute-form authority, else the Host field.</summary>
    public ReadOnlySpan<byte> Authority => At(_authority);

    /// <summary>Starts over for a new request.</summary>
    public void Reset()
    {
        if (_block.Length > 16 * 1024)
        {
            _block = new byte[512];
        }

        _used = 0;
        _rawTarget = _rawPath = _path = _query = _authority = default;
        HasQuery = false;
        HasBody = false;
        ContentLength = 0;
        Version = 11;
        Method = RequestMethod.None;
        Headers.Clear();
        Trailers.Clear();
    }

    /// <summary>Stores target, path and query as sent.</summary>
    public void SetTarget(ReadOnlySpan<byte> target, ReadOnlySpan<byte> path, ReadOnlySpan<byte> query, bool hasQuery)
    {
        _rawTarget = Store(target);
        _rawPath = Store(path);
        _query = Store(query);
        HasQuery = hasQuery;
    }

    /// <summary>Stores the normalised path.</summary>
    public void SetPath(ReadOnlySpan<byte> normalised) => _path = Store(normalised);

    /// <summary>Says that the path as sent is already in normalised form.</summary>
    public void SetPathAsSent() => _path = _rawPath;

    /// <summary>Replaces the query that the upstream will get (without the question mark).</summary>
    public void SetQuery(ReadOnlySpan<byte> query, bool hasQuery)
    {
        _query = Store(query);
        HasQuery = hasQuery;
    }

    /// <summary>Stores the authority.</summary>
    public void SetAuthority(ReadOnlySpan<byte> authority) => _authority = Store(authority);

    private ReadOnlySpan<byte> At(Slice slice) => _block.AsSpan(slice.Offset, slice.Length);

    private Slice Store(ReadOnlySpan<byte> bytes)
    {
        if (_used + bytes.Length > _block.Length)
        {
            byte[] larger = new byte[Math.Max(_used + bytes.Length, _block.Length * 2)];
            _block.AsSpan(0, _used).CopyTo(larger);
            _block = larger;
        }

        var slice = new Slice(_used, bytes.Length);
        bytes.CopyTo(_block.AsSpan(_used));
        _used += bytes.Length;
        return slice;
    }

    private readonly record struct Slice(int Offset, int Length);
}
