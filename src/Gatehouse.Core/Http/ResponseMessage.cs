namespace Gatehouse.Core.Http;

/// <summary>The answer as the client will get it: filled from the upstream, or by whoever answers early.</summary>
public sealed class ResponseMessage
{
    /// <summary>Status code, 0 while there is no answer.</summary>
    public int Status { get; set; }

    /// <summary>Header fields; framing fields (Content-Length, Transfer-Encoding, Connection) are written by the connection.</summary>
    public HeaderMap Headers { get; } = new();

    /// <summary>Trailer fields from the upstream.</summary>
    public HeaderMap Trailers { get; } = new();

    /// <summary>Declared size of the body, null when unknown (chunked, until close).</summary>
    public long? ContentLength { get; set; }

    /// <summary>Body of an answer made by the gateway itself; empty when the body comes from the upstream.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>Starts over.</summary>
    public void Reset()
    {
        Status = 0;
        Headers.Clear();
        Trailers.Clear();
        ContentLength = null;
        Body = default;
    }
}
