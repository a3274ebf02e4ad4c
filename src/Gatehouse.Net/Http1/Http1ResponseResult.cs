namespace Gatehouse.Net.Http1;

/// <summary>How reading a response head ended.</summary>
public enum Http1ResponseResult
{
    /// <summary>A final head; BodyKind tells the framing.</summary>
    Final,

    /// <summary>An interim head (1xx other than 101); read again.</summary>
    Interim,

    /// <summary>101; the connection may become a tunnel.</summary>
    SwitchingProtocols,

    /// <summary>The peer closed or reset before any byte of a response: the request may be repeated if it is idempotent.</summary>
    ClosedBeforeResponse,

    /// <summary>The peer closed or reset in the middle of the head.</summary>
    Truncated,

    /// <summary>Not an HTTP/1.x response, or ambiguous framing.</summary>
    Malformed,

    /// <summary>Head over the limits.</summary>
    TooLarge,

    /// <summary>The channel was aborted by us (timeout): see Channel.Fault.</summary>
    Aborted,
}
