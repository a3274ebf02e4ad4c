using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Plugins.RequestSizeLimiting;

/// <summary>
/// Refuses bodies over a size: by their declared length before anything is read, and by counting while they stream when no
/// length was declared. Kong buffers those whole before it counts.
/// </summary>
internal sealed class RequestSizeLimitingPlugin(RequestSizeLimitingConfig config) : Plugin
{
    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var request = exchange.Request;
        if (request.ContentLength > config.MaxBytes)
        {
            Refuse(exchange);
        }
        else if (config.RequireContentLength
            && !request.Headers.Contains(HeaderNames.ContentLength)
            && request.ContentLength is null or 0)
        {
            exchange.Respond(411, "A valid Content-Length header is required");
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override bool OnRequestBody(Exchange exchange, ReadOnlySpan<byte> piece, long total)
    {
        if (total <= config.MaxBytes)
        {
            return true;
        }

        Refuse(exchange);
        return false;
    }

    private static void Refuse(Exchange exchange)
    {
        bool expects = exchange.Request.Headers.TryGet(HeaderNames.Expect, out var expectation)
            && Ascii.EqualsIgnoreCase(expectation.Trim((byte)' '), "100-continue"u8);
        exchange.Respond(expects ? 417 : 413, "Request size limit exceeded");
    }
}
