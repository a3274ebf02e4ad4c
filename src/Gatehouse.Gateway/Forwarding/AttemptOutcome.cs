namespace Gatehouse.Gateway.Forwarding;

/// <summary>How one attempt to reach an upstream ended.</summary>
internal enum AttemptOutcome
{
    /// <summary>The answer was relayed; nothing is left to do.</summary>
    Completed,

    /// <summary>No connection: refused, unreachable, reset while connecting.</summary>
    ConnectFailed,

    /// <summary>No connection within the connect timeout.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed, for example because the certificate does not verify.</summary>
    TlsFailed,

    /// <summary>A reused connection turned out closed before any byte of an answer.</summary>
    StaleConnection,

    /// <summary>The connection failed after the request was sent, before any byte of an answer.</summary>
    ResetBeforeResponse,

    /// <summary>Write or read timeout before any byte of an answer reached the client.</summary>
    Timeout,

    /// <summary>What the upstream answered is not HTTP, is ambiguous or too large.</summary>
    InvalidResponse,

    /// <summary>The answer broke off; the client's connection was broken off too, or nothing had been sent yet.</summary>
    ResponseTruncated,

    /// <summary>The client went away or sent a malformed body.</summary>
    ClientFailed,

    /// <summary>A plugin answered while the request body was streaming.</summary>
    AnsweredByPlugin,
}
