namespace Gatehouse.Core.Http;

/// <summary>The answer as the client will get it: filled from the upstream, or by whoever answers early.</summary>
public sealed class ResponseMessage
{
    /// <summary>Status code, 0 while there is no answer.</summary>
    public int Status { get; set; }

    // RFC 9110 §8, RFC 9111 §5, RFC 6266, RFC 9530: what speaks of the content, and how long that may be kept.
    private static readonly HeaderName[] OfContent =
    [
        HeaderNames.ContentLength, HeaderNames.ContentType, new("Content-Encoding"), new("Content-Language"), new("Content-Location"),
        new("Content-Range"), new("Content-Disposition"), new("Content-Digest"), new("Repr-Digest"), new("Content-MD5"), new("Accept-Ranges"),
        new("ETag"), new("Last-Modified"), new("Cache-Control"), new("Expires"), new("Age"), HeaderNames.Trailer,
    ];

    /// <summary>Header fields; framing fields (Content-Length, Transfer-Encoding, Connection) are written by the connection.</summary>
    public HeaderMap Headers { get; } = new();

    /// <summary>Trailer fields from the upstream.</summary>
    public HeaderMap Trailers { get; } = new();

    /// <summary>Declared size of the body, null when unknown (chunked, until close).</summary>
    public long? ContentLength { get; set; }

    /// <summary>Body of an answer made by the gateway itself; empty when the body comes from the upstream.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Whether the client gets no content, whatever the upstream sends, see <see cref="DropBody"/>.</summary>
    public bool IsBodyDropped { get; private set; }

    /// <summary>
    /// Sends the answer without its content (<c>Content-Length: 0</c>) and without the fields that describe it; what the upstream still
    /// sends is thrown away. For plugins, before the head is written; of a 101 only in the upstream head phase, together with another status.
    /// </summary>
    public void DropBody()
    {
        IsBodyDropped = true;
        ContentLength = 0;
        Body = default;
        Trailers.Clear();
        foreach (var name in OfContent)
        {
            Headers.Remove(name);
        }
    }

    /// <summary>Starts over.</summary>
    public void Reset()
    {
        Status = 0;
        Headers.Clear();
        Trailers.Clear();
        ContentLength = null;
        Body = default;
        IsBodyDropped = false;
    }
}
