using Gatehouse.Core.Http;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>Puts the head of an upstream's answer into the exchange, leaving out what must not travel on.</summary>
internal sealed class Http1ResponseSink(ProxyExchange exchange) : IHttp1ResponseSink
{
    private bool _sawConnection;

    /// <inheritdoc/>
    public void OnStatusLine(int status, int minorVersion)
    {
        _sawConnection = false;
        exchange.Response.Status = status;
        exchange.Response.Headers.Clear();
    }

    /// <inheritdoc/>
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var disposition = HeaderDispositions.Of(name);
        if ((disposition & HeaderDisposition.Special) != 0)
        {
            // Kept until the head is complete: Connection may name further fields, Upgrade belongs to a 101.
            _sawConnection = true;
            exchange.Response.Headers.Add(name, value);
            return;
        }

        if ((disposition & (HeaderDisposition.Drop | HeaderDisposition.OwnedInResponse)) == 0)
        {
            exchange.Response.Headers.Add(name, value);
        }
        else if ((disposition & HeaderDisposition.OwnedInResponse) != 0 && IsVia(name))
        {
            exchange.Response.Headers.Add(name, value);
        }
        else if (exchange.IsBodiless && IsContentLength(name))
        {
            // HEAD and 304: it describes a body that is not sent (RFC 9110 §8.6).
            exchange.Response.Headers.Add(name, value);
        }
    }

    /// <inheritdoc/>
    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => exchange.Response.Trailers.Add(name, value);

    /// <summary>Removes hop-by-hop fields once the head is complete.</summary>
    public void Finish()
    {
        if (!_sawConnection)
        {
            return;
        }

        var headers = exchange.Response.Headers;
        if (ConnectionTokens.ListsFields(headers))
        {
            headers.RemoveWhere(headers, static (name, _, all) => ConnectionTokens.Removes(all, name));
        }

        headers.Remove(HeaderNames.Connection);
        headers.Remove(HeaderNames.Te);
        if (exchange.Response.Status != 101)
        {
            headers.Remove(HeaderNames.Upgrade);
        }
    }

    private static bool IsVia(ReadOnlySpan<byte> name) => name.Length == 3;

    private static bool IsContentLength(ReadOnlySpan<byte> name)
        => HeaderName.HashOf(name) == HeaderNames.ContentLength.Hash;
}
