namespace Gatehouse.Net.Http1;

/// <summary>How the end of a message body is found (RFC 9112 §6.3).</summary>
public enum Http1BodyKind
{
    /// <summary>No body and no framing header.</summary>
    None,

    /// <summary><c>Content-Length</c> bytes.</summary>
    Length,

    /// <summary><c>Transfer-Encoding: chunked</c>.</summary>
    Chunked,

    /// <summary>Responses only: the body ends with the connection.</summary>
    UntilClose,

    /// <summary>Responses only: an interim (1xx) head, the final one follows.</summary>
    Interim,

    /// <summary>Responses only: 101, the connection becomes a tunnel.</summary>
    Tunnel,

    /// <summary>
    /// Responses only: an answer to HEAD, or a 304: no body is sent, the framing headers (<c>Content-Length</c> or
    /// <c>Transfer-Encoding</c>) describe what GET would have sent and are the application's to write.
    /// </summary>
    Described,
}
