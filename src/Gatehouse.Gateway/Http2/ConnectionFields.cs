using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Http2;

/// <summary>
/// Fields that speak of one HTTP/1.1 connection and have no place in HTTP/2 (RFC 9113 §8.2.2), and Content-Length, which
/// travels apart from the other fields.
/// </summary>
internal static class ConnectionFields
{
    private static readonly HeaderName[] Names =
    [
        HeaderNames.Connection, HeaderNames.ContentLength, HeaderNames.KeepAlive, HeaderNames.ProxyConnection,
        HeaderNames.TransferEncoding, HeaderNames.Upgrade,
    ];

    public static bool Contains(HeaderMap.Field field)
    {
        foreach (var name in Names)
        {
            if (field.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a request of HTTP/2 that carries the field is malformed.</summary>
    public static bool IsForbidden(HeaderMap.Field field) => !field.Is(HeaderNames.ContentLength) && Contains(field);
}
