using System.Text;

namespace Gatehouse.Gateway.Routing;

/// <summary>
/// Checks, after a route was chosen, that it takes the protocol of the request. In Kong's classic flavors the protocol is no
/// match condition: the best route wins and then refuses.
/// </summary>
internal static class ProtocolGate
{
    public const string HttpsMessage = "Please use HTTPS protocol";
    public const string Http2Message = "Please use HTTP2 protocol";
    public const string GrpcMessage = "Non-gRPC request matched gRPC route";
    public const string GrpcsMessage = "gRPC request matched gRPCs route";

    /// <summary>Value of <c>Upgrade</c> with <see cref="ProtocolVerdict.HttpsRequired"/>.</summary>
    public const string HttpsUpgrade = "TLS/1.2, HTTP/1.1";

    /// <summary>Value of <c>Upgrade</c> with <see cref="ProtocolVerdict.Http2Required"/>.</summary>
    public const string Http2Upgrade = "HTTP/2";

    /// <summary>Judges a request.</summary>
    /// <param name="route">The route that won.</param>
    /// <param name="isHttps">Whether the request counts as https (TLS, or a trusted peer says so).</param>
    /// <param name="version">Version times ten, see <c>RequestMessage.Version</c>.</param>
    /// <param name="contentType">Content-Type of the request, empty when it has none.</param>
    public static ProtocolVerdict Check(CompiledRoute route, bool isHttps, int version, ReadOnlySpan<byte> contentType)
    {
        var protocols = route.Protocols;
        bool takesGrpc = (protocols & (RouteProtocols.Grpc | RouteProtocols.Grpcs)) != 0;
        if (!takesGrpc)
        {
            bool isHttpsOnly = (protocols & (RouteProtocols.Http | RouteProtocols.Https)) == RouteProtocols.Https;
            return isHttps || !isHttpsOnly ? ProtocolVerdict.Allowed
                : route.Config.HttpsRedirectStatusCode == 426 ? ProtocolVerdict.HttpsRequired
                : ProtocolVerdict.RedirectToHttps;
        }

        if (!IsGrpc(contentType))
        {
            return ProtocolVerdict.GrpcRequired;
        }

        if (version < 20)
        {
            return ProtocolVerdict.Http2Required;
        }

        return isHttps || (protocols & RouteProtocols.Grpc) != 0 ? ProtocolVerdict.Allowed : ProtocolVerdict.GrpcsRequired;
    }

    /// <summary>
    /// Value of <c>Location</c>: the same target at https, without the port of the Host field (it is the plaintext listener's).
    /// </summary>
    /// <param name="authority">Host the client asked for (or X-Forwarded-Host of a trusted peer).</param>
    /// <param name="rawPath">Path as sent.</param>
    /// <param name="hasQuery">Whether there was a question mark.</param>
    /// <param name="query">Query as sent.</param>
    public static byte[] Location(ReadOnlySpan<byte> authority, ReadOnlySpan<byte> rawPath, bool hasQuery, ReadOnlySpan<byte> query)
        => [.. "https://"u8, .. HostPort.Split(authority, out _), .. rawPath, .. hasQuery ? "?"u8 : default, .. query];

    private static bool IsGrpc(ReadOnlySpan<byte> contentType)
    {
        var expected = "application/grpc"u8;
        return contentType.Length >= expected.Length && Ascii.EqualsIgnoreCase(contentType[..expected.Length], expected);
    }
}
