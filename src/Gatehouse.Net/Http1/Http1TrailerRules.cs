using System.Text;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Which fields must not arrive behind a body (RFC 9110 §6.5.1): framing, routing, authentication, request modifiers, response
/// control and content format. Whoever merged such a trailer into the head would let a sender change what was already decided.
/// </summary>
internal static class Http1TrailerRules
{
    private static readonly byte[][] Forbidden =
    [
        .. new[]
        {
            // Framing and connection.
            "transfer-encoding", "te", "trailer", "connection", "keep-alive", "proxy-connection", "upgrade",
            // Routing and identity of the request.
            "host", "forwarded", "via", "max-forwards", "expect",
            // Authentication and state.
            "authorization", "proxy-authorization", "authentication-info", "proxy-authentication-info",
            "www-authenticate", "proxy-authenticate", "cookie", "set-cookie",
            // Request modifiers and conditions.
            "cache-control", "pragma", "range", "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since",
            // Response control.
            "age", "date", "expires", "location", "retry-after", "vary", "warning",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Whether the field may be a trailer.</summary>
    public static bool IsAllowed(ReadOnlySpan<byte> name)
    {
        // RFC 9530 §2 defines Content-Digest for trailers; every other Content-* describes or frames the body before it is read.
        if (HasPrefix(name, "content-"u8))
        {
            return Ascii.EqualsIgnoreCase(name, "content-digest"u8);
        }

        // Forwarded-by fields decide about trust; none has a use after the body.
        if (HasPrefix(name, "x-forwarded-"u8))
        {
            return false;
        }

        foreach (byte[] forbidden in Forbidden)
        {
            if (forbidden.Length == name.Length && Ascii.EqualsIgnoreCase(name, forbidden))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasPrefix(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix) =>
        name.Length >= prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);
}
