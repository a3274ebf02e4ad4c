namespace Gatehouse.Gateway.Http2.Client;

/// <summary>What became of an HTTP/2 call, in the terms that retries, status codes and health need.</summary>
internal enum UpstreamOutcome
{
    /// <summary>Nothing has gone wrong.</summary>
    Success = 0,

    /// <summary>No connection: refused, unreachable, too many. Nothing was sent.</summary>
    ConnectFailed,

    /// <summary>No connection within the connect time-out. Nothing was sent.</summary>
    ConnectTimeout,

    /// <summary>The handshake failed, the certificate is not trusted, or h2 was not negotiated. Nothing was sent.</summary>
    TlsFailed,

    /// <summary>The upstream refused the stream before acting on it (REFUSED_STREAM, GOAWAY below it): may be repeated.</summary>
    Refused,

    /// <summary>The stream was reset or the connection ended.</summary>
    Reset,

    /// <summary>No progress within the time-out.</summary>
    Timeout,

    /// <summary>The answer breaks the protocol or is over a limit.</summary>
    InvalidResponse,

    /// <summary>We gave up ourselves, see <see cref="Http2UpstreamCall.Abort"/>.</summary>
    Aborted,
}
