using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;

namespace Gatehouse.Gateway.Plugins.CorrelationId;

/// <summary>Gives a request an id unless the client brought one, and hands it to the upstream and, if wanted, to the client.</summary>
internal sealed class CorrelationIdPlugin(CorrelationIdConfig config, CorrelationIdWriter writer) : Plugin
{
    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        if (!HasId(exchange))
        {
            Span<byte> id = stackalloc byte[CorrelationIdWriter.MaxLength];
            int length = writer.Write(config.Generator, exchange, id);
            exchange.Request.Headers.Set(config.HeaderName, id[..length]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        if (!config.EchoDownstream)
        {
            return;
        }

        if (exchange.Request.Headers.TryGet(config.HeaderName, out var known) && !known.IsEmpty)
        {
            exchange.Response.Headers.Set(config.HeaderName, known);
            return;
        }

        // The access phase was not reached: an error of the router, or a plugin of higher priority answered.
        Span<byte> id = stackalloc byte[CorrelationIdWriter.MaxLength];
        int length = writer.Write(config.Generator, exchange, id);
        exchange.Response.Headers.Set(config.HeaderName, id[..length]);
    }

    private bool HasId(Exchange exchange)
        => exchange.Request.Headers.TryGet(config.HeaderName, out var value) && !value.IsEmpty;
}
