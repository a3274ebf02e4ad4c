using System.Collections.Frozen;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>Looks up the <see cref="HeaderDisposition"/> of a field by its hash, confirmed by its name.</summary>
internal static class HeaderDispositions
{
    private static readonly FrozenDictionary<uint, (HeaderName Name, HeaderDisposition Disposition)> Table = Build();

    /// <summary>The disposition of a field; <see cref="HeaderDisposition.Forward"/> for unknown names.</summary>
    public static HeaderDisposition Of(in HeaderMap.Field field)
        => Table.TryGetValue(field.Hash, out var entry) && Ascii.EqualsIgnoreCase(field.Name, entry.Name.Bytes)
            ? entry.Disposition
            : HeaderDisposition.Forward;

    /// <inheritdoc cref="Of(in HeaderMap.Field)"/>
    public static HeaderDisposition Of(ReadOnlySpan<byte> name)
        => Table.TryGetValue(HeaderName.HashOf(name), out var entry) && Ascii.EqualsIgnoreCase(name, entry.Name.Bytes)
            ? entry.Disposition
            : HeaderDisposition.Forward;

    private static FrozenDictionary<uint, (HeaderName Name, HeaderDisposition Disposition)> Build()
    {
        (HeaderName Name, HeaderDisposition Disposition)[] rows =
        [
            (HeaderNames.Connection, HeaderDisposition.Drop | HeaderDisposition.Special),
            (HeaderNames.KeepAlive, HeaderDisposition.Drop),
            (HeaderNames.Proxy, HeaderDisposition.Drop),
            (HeaderNames.ProxyConnection, HeaderDisposition.Drop),
            (new HeaderName("Proxy-Authenticate"), HeaderDisposition.Drop),
            (HeaderNames.Te, HeaderDisposition.Drop | HeaderDisposition.Special),
            (HeaderNames.Trailer, HeaderDisposition.Forward),
            (HeaderNames.TransferEncoding, HeaderDisposition.Drop),
            (HeaderNames.ContentLength, HeaderDisposition.Drop),
            (HeaderNames.Upgrade, HeaderDisposition.Drop | HeaderDisposition.Special),
            (HeaderNames.Expect, HeaderDisposition.OwnedInRequest),
            (new HeaderName("HTTP2-Settings"), HeaderDisposition.Drop),
            (HeaderNames.Host, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.Via, HeaderDisposition.OwnedInRequest | HeaderDisposition.OwnedInResponse),
            (HeaderNames.XForwardedFor, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XForwardedHost, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XForwardedPath, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XForwardedPort, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XForwardedPrefix, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XForwardedProto, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XRealIp, HeaderDisposition.OwnedInRequest | HeaderDisposition.Protected),
            (HeaderNames.XKongRequestId, HeaderDisposition.OwnedInRequest | HeaderDisposition.OwnedInResponse | HeaderDisposition.Protected),
            (HeaderNames.Authorization, HeaderDisposition.Protected),
            (HeaderNames.Cookie, HeaderDisposition.Protected),
            (new HeaderName("X-Consumer-ID"), HeaderDisposition.Protected),
            (new HeaderName("X-Consumer-Custom-ID"), HeaderDisposition.Protected),
            (new HeaderName("X-Consumer-Username"), HeaderDisposition.Protected),
            (new HeaderName("X-Credential-Identifier"), HeaderDisposition.Protected),
            (new HeaderName("X-Anonymous-Consumer"), HeaderDisposition.Protected),
            (new HeaderName("X-Consumer-Groups"), HeaderDisposition.Protected),
            (new HeaderName("X-Authenticated-Groups"), HeaderDisposition.Protected),
            (new HeaderName("X-Authenticated-Userid"), HeaderDisposition.Protected),
            (new HeaderName("X-Authenticated-Scope"), HeaderDisposition.Protected),
            (new HeaderName("X-Client-Cert-Dn"), HeaderDisposition.Protected),
            (new HeaderName("X-Client-Cert-San"), HeaderDisposition.Protected),
            (HeaderNames.XKongUpstreamLatency, HeaderDisposition.OwnedInResponse),
            (HeaderNames.XKongProxyLatency, HeaderDisposition.OwnedInResponse),
            (HeaderNames.XKongResponseLatency, HeaderDisposition.OwnedInResponse),
            (HeaderNames.XKongUpstreamStatus, HeaderDisposition.OwnedInResponse),
        ];
        return rows.ToFrozenDictionary(row => row.Name.Hash);
    }
}
