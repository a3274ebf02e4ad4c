using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Composes the header fields of the request to the upstream: the client's without hop-by-hop fields, then what the gateway
/// adds (facts: Kong §7.2). Writes nothing back into the request, so that it can be repeated for another try.
/// </summary>
internal static class UpstreamRequestHeaders
{
    /// <summary>Writes all fields but framing ones.</summary>
    public static void Write<TWriter>(ProxyExchange exchange, ReadOnlySpan<byte> host, ref TWriter writer)
        where TWriter : struct, IHeaderWriter
    {
        var headers = exchange.Request.Headers;

        // 1. Host first (RFC 9110 §7.2: recommended).
        writer.Write(HeaderNames.Host.Bytes, host);

        // 2. The client's fields (those that its Connection field lists went before plugins saw them), and what plugins have added.
        foreach (var field in headers)
        {
            var disposition = HeaderDispositions.Of(in field);
            if ((disposition & (HeaderDisposition.Drop | HeaderDisposition.OwnedInRequest)) == 0)
            {
                writer.Write(field.Name, field.Value);
            }
        }

        // 3. TE: trailers is the only transfer parameter that may travel on; an upgrade is asked for anew.
        if (headers.TryGet(HeaderNames.Te, out var te) && ConnectionTokens.Lists(te, "trailers"u8))
        {
            writer.Write(HeaderNames.Te.Bytes, "trailers"u8);
        }

        if (exchange.IsUpgrade && headers.TryGet(HeaderNames.Upgrade, out var protocol))
        {
            writer.Write(HeaderNames.Connection.Bytes, "upgrade"u8);
            writer.Write(HeaderNames.Upgrade.Bytes, protocol);
        }

        // 4. What the gateway says about the client and itself.
        WriteForwarded(exchange, ref writer);
        WriteVia(exchange, ref writer);
        if (exchange.Settings.SendsRequestIdUpstream)
        {
            writer.Write(HeaderNames.XKongRequestId.Bytes, exchange.RequestId);
        }
    }

    private static void WriteForwarded<TWriter>(ProxyExchange exchange, ref TWriter writer)
        where TWriter : struct, IHeaderWriter
    {
        var headers = exchange.Request.Headers;
        bool trusted = exchange.Connection.IsTrusted;
        var address = exchange.ClientAddressText;
        writer.Write(HeaderNames.XRealIp.Bytes, address);

        // The peer is appended to what the client sent, one field in all.
        var scratch = exchange.Scratch;
        scratch.Clear();
        foreach (var field in headers.Values(HeaderNames.XForwardedFor))
        {
            scratch.Write(field.Value);
            scratch.Write(", "u8);
        }

        scratch.Write(exchange.PeerAddressText);
        writer.Write(HeaderNames.XForwardedFor.Bytes, scratch.Written);

        WriteTrusted(headers, trusted, HeaderNames.XForwardedProto, exchange.IsHttps ? "https"u8 : "http"u8, ref writer);
        WriteTrusted(headers, trusted, HeaderNames.XForwardedHost, exchange.HostWithoutPort, ref writer);
        scratch.Clear();
        scratch.Write(exchange.Connection.LocalPort);
        WriteTrusted(headers, trusted, HeaderNames.XForwardedPort, scratch.Written, ref writer);
        WriteTrusted(headers, trusted, HeaderNames.XForwardedPath, exchange.Request.RawPath, ref writer);
        if (!exchange.StrippedPrefix.IsEmpty)
        {
            WriteTrusted(headers, trusted, HeaderNames.XForwardedPrefix, exchange.StrippedPrefix, ref writer);
        }
        else if (trusted && headers.TryGet(HeaderNames.XForwardedPrefix, out var prefix))
        {
            writer.Write(HeaderNames.XForwardedPrefix.Bytes, prefix);
        }
    }

    private static void WriteTrusted<TWriter>(
        HeaderMap headers, bool trusted, HeaderName name, ReadOnlySpan<byte> own, ref TWriter writer)
        where TWriter : struct, IHeaderWriter
        => writer.Write(name.Bytes, trusted && headers.TryGet(name, out var received) ? received : own);

    private static void WriteVia<TWriter>(ProxyExchange exchange, ref TWriter writer)
        where TWriter : struct, IHeaderWriter
    {
        var scratch = exchange.Scratch;
        scratch.Clear();
        foreach (var field in exchange.Request.Headers.Values(HeaderNames.Via))
        {
            scratch.Write(field.Value);
            scratch.Write(", "u8);
        }

        scratch.Write(ProductTokens.ViaOf(exchange.Request.Version));
        writer.Write(HeaderNames.Via.Bytes, scratch.Written);
    }
}
