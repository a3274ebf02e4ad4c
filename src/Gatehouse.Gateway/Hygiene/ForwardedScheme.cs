using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>Whether a request counts as https.</summary>
internal static class ForwardedScheme
{
    /// <summary>
    /// TLS on this connection, unless a trusted peer says otherwise in <c>X-Forwarded-Proto</c> (Kong takes it as it is, so a
    /// field that is not exactly <c>https</c> is not https).
    /// </summary>
    public static bool IsHttps(HeaderMap headers, bool isTls, bool isTrustedPeer)
        => isTrustedPeer && headers.TryGet(HeaderNames.XForwardedProto, out var proto)
            ? Ascii.EqualsIgnoreCase(proto, "https"u8)
            : isTls;
}
