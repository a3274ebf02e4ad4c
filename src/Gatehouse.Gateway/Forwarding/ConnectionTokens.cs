using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Reads the Connection fields of a message: which other fields they declare hop-by-hop (RFC 9110 §7.6.1). Fields that the
/// gateway vouches for cannot be removed this way.
/// </summary>
internal static class ConnectionTokens
{
    /// <summary>
    /// Removes the fields of a request that its Connection fields list. Before plugins run: what they add for the upstream is for it,
    /// whatever the client has listed, and what a client wants kept from the upstream decides nothing here.
    /// </summary>
    public static void RemoveListed(HeaderMap request)
    {
        if (request.TryGet(HeaderNames.Connection, out _) && ListsFields(request))
        {
            request.RemoveWhere(request, static (name, _, all) => IsPlain(name) && Removes(all, name));
        }
    }

    /// <summary>Whether <paramref name="name"/> is listed and may be removed.</summary>
    public static bool Removes(HeaderMap headers, ReadOnlySpan<byte> name)
    {
        foreach (var field in headers.Values(HeaderNames.Connection))
        {
            if (Lists(field.Value, name))
            {
                return (HeaderDispositions.Of(name) & HeaderDisposition.Protected) == 0;
            }
        }

        return false;
    }

    /// <summary>Whether the Connection fields list anything but <c>close</c>, <c>keep-alive</c> and <c>upgrade</c>.</summary>
    public static bool ListsFields(HeaderMap headers)
    {
        foreach (var field in headers.Values(HeaderNames.Connection))
        {
            foreach (Range range in field.Value.Split((byte)','))
            {
                var token = field.Value[range].Trim(" \t"u8);
                if (!token.IsEmpty
                    && !Ascii.EqualsIgnoreCase(token, "keep-alive"u8)
                    && !Ascii.EqualsIgnoreCase(token, "close"u8)
                    && !Ascii.EqualsIgnoreCase(token, "upgrade"u8))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the Upgrade fields ask for cleartext HTTP/2. Passing that on would open a tunnel through which a client could send
    /// the upstream any request past routing and plugins (h2c smuggling); RFC 9113 §3.1 has withdrawn the upgrade anyway.
    /// </summary>
    public static bool AsksForHttp2(HeaderMap headers)
    {
        foreach (var field in headers.Values(HeaderNames.Upgrade))
        {
            if (Lists(field.Value, "h2c"u8) || Lists(field.Value, "h2"u8) || Lists(field.Value, "HTTP/2.0"u8) || Lists(field.Value, "HTTP/2"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the client has offered every protocol that the upstream's 101 names (RFC 9110 §7.8: a server must not switch to
    /// another). What was sent upstream is the client's first Upgrade field.
    /// </summary>
    public static bool OffersUpgrade(HeaderMap request, HeaderMap response)
    {
        request.TryGet(HeaderNames.Upgrade, out var offered);
        bool isNamed = false;
        foreach (var field in response.Values(HeaderNames.Upgrade))
        {
            foreach (Range range in field.Value.Split((byte)','))
            {
                var protocol = field.Value[range].Trim(" \t"u8);
                if (!protocol.IsEmpty && !Lists(offered, protocol))
                {
                    return false;
                }

                isNamed |= !protocol.IsEmpty;
            }
        }

        return isNamed;
    }

    // Others (TE, Upgrade, Expect) are looked at later, and never forwarded as they are.
    private static bool IsPlain(ReadOnlySpan<byte> name) => (HeaderDispositions.Of(name) & ~HeaderDisposition.OwnedInResponse) == 0;

    /// <summary>Whether a comma-separated list has the token.</summary>
    public static bool Lists(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        foreach (Range range in list.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(list[range].Trim(" \t"u8), token))
            {
                return true;
            }
        }

        return false;
    }
}
