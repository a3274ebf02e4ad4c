using System.Net.Http;
using System.Security.Authentication;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>What an exception of the handler means to the road.</summary>
internal static class UpstreamFailure
{
    // RFC 9113 §7: the stream was refused before any of it was acted upon.
    private const long RefusedStream = 0x7;

    public static UpstreamOutcome Of(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case UpstreamException known:
                    return known.Outcome;
                case HttpProtocolException { ErrorCode: RefusedStream }:
                    return UpstreamOutcome.Refused;
                case AuthenticationException:
                    return UpstreamOutcome.TlsFailed;
                case HttpProtocolException:
                    return UpstreamOutcome.Reset;
            }
        }

        return ErrorOf(exception) switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => UpstreamOutcome.ConnectFailed,
            HttpRequestError.SecureConnectionError => UpstreamOutcome.TlsFailed,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
                or HttpRequestError.VersionNegotiationError => UpstreamOutcome.InvalidResponse,
            _ => UpstreamOutcome.Reset,
        };
    }

    /// <summary>What a connection failed with, null when it was not connecting that failed.</summary>
    public static Exception? CauseOf(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is UpstreamException)
            {
                return e.InnerException;
            }
        }

        return null;
    }

    private static HttpRequestError ErrorOf(Exception exception)
        => exception switch
        {
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            { InnerException: { } inner } => ErrorOf(inner),
            _ => HttpRequestError.Unknown,
        };
}
