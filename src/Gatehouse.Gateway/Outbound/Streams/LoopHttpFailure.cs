namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>Why a call on a loop has no answer, or its answer no end.</summary>
internal enum LoopHttpFailure
{
    /// <summary>Nothing failed so far.</summary>
    None,

    /// <summary>A method, target or header field that would split the request, or a body that is too long. Nothing was sent.</summary>
    InvalidRequest,

    /// <summary>The host has no address. Nothing was sent.</summary>
    NameNotFound,

    /// <summary>The rules allow none of the host's addresses. Nothing was sent.</summary>
    Forbidden,

    /// <summary>Nobody listens there. Nothing was sent.</summary>
    ConnectRefused,

    /// <summary>The network knows no way there. Nothing was sent.</summary>
    ConnectUnreachable,

    /// <summary>No connection within <see cref="LoopHttpTimeouts.Connect"/>. Nothing was sent.</summary>
    ConnectTimeout,

    /// <summary>No TLS connection: handshake, or a certificate that is not to be trusted. Nothing was sent.</summary>
    Tls,

    /// <summary>The connection ended before a byte of an answer; the request may have been acted upon.</summary>
    ResetBeforeHeaders,

    /// <summary>No head of an answer within <see cref="LoopHttpTimeouts.FirstByte"/>.</summary>
    FirstByteTimeout,

    /// <summary>What came is not HTTP/1.x, or more than the limits of a head allow.</summary>
    Malformed,

    /// <summary>The answer broke off: the connection ended inside the head or the body.</summary>
    Truncated,

    /// <summary>Nothing moved for <see cref="LoopHttpTimeouts.Idle"/>.</summary>
    IdleTimeout,

    /// <summary>All of it took longer than <see cref="LoopHttpTimeouts.Total"/>.</summary>
    TotalTimeout,

    /// <summary>The caller gave up.</summary>
    Cancelled,
}
