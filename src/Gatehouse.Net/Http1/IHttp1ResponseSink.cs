namespace Gatehouse.Net.Http1;

/// <summary>Receives the head of a response on a client connection. Spans are valid only during the call.</summary>
public interface IHttp1ResponseSink
{
    /// <summary>Status line; a new head begins (interim heads come first, each with its own status line).</summary>
    void OnStatusLine(int status, int minorVersion);

    /// <summary>A header field; framing fields are included.</summary>
    void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>A permitted trailer field, before the end of the body is reported.</summary>
    void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
