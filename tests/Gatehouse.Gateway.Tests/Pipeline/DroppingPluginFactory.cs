using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>A plugin that sends answers on as 429 without their body, in the phase that the request's field <c>X-Drop</c> names, and filters bodies.</summary>
internal sealed class DroppingPluginFactory : IPluginFactory
{
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "dropping",
        Priority = 100,
        Phases = PluginPhases.UpstreamHead | PluginPhases.ResponseHead | PluginPhases.ResponseBody,
        Config = RecordSchema.Of(),
    };

    public Plugin Build(JsonObject config, PluginBuildContext context) => new DroppingPlugin();

    private sealed class DroppingPlugin : Plugin
    {
        private static readonly HeaderName Drop = new("X-Drop");

        public override async ValueTask UpstreamHeadAsync(Exchange exchange)
        {
            await Task.Yield();
            DropIn(exchange, "upstream head");
        }

        public override void OnResponseHead(Exchange exchange)
        {
            DropIn(exchange, "response head");

            // As a plugin would that does not know of the other.
            exchange.Response.Headers.Set(HeaderNames.ContentType, "text/plain"u8);
        }

        public override void OnResponseBody(Exchange exchange, ReadOnlySpan<byte> piece, bool isLast, IBufferWriter<byte> output)
        {
            output.Write(piece);
            output.Write(isLast ? "!"u8 : default);
        }

        private static void DropIn(Exchange exchange, string phase)
        {
            if (exchange.Request.Headers.TryGet(Drop, out var value) && Encoding.Latin1.GetString(value) == phase)
            {
                exchange.Response.Status = 429;
                exchange.Response.DropBody();
            }
        }
    }
}
