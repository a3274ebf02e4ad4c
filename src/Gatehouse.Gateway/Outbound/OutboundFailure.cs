namespace Gatehouse.Gateway.Outbound;

/// <summary>Why there is no answer.</summary>
internal enum OutboundFailure
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>Too many calls to that host are waiting already.</summary>
    Busy,

    /// <summary>Not all of it within the time limit.</summary>
    Timeout,

    /// <summary>The name is unknown, or nobody listens there.</summary>
    Connect,

    /// <summary>No TLS connection: handshake, or a certificate that is not to be trusted.</summary>
    Tls,

    /// <summary>The rules do not allow that address.</summary>
    Forbidden,

    /// <summary>More bytes than allowed.</summary>
    TooLarge,

    /// <summary>The connection broke, or what came was no HTTP.</summary>
    Broken,

    /// <summary>The caller gave up.</summary>
    Cancelled,
}
