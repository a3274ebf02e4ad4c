using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>A plugin that throws in the phase that the request's field <c>X-Fail</c> names, and while it is built from anything but nothing.</summary>
internal sealed class FailingPluginFactory : IPluginFactory
{
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "failing",
        Priority = 100,
        Phases = PluginPhases.Rewrite | PluginPhases.Access | PluginPhases.RequestBody | PluginPhases.UpstreamHead
            | PluginPhases.ResponseHead | PluginPhases.ResponseBody | PluginPhases.Log,
        Config = RecordSchema.Of(),
    };

    public Plugin Build(JsonObject config, PluginBuildContext context)
        => config.Count == 0 ? new FailingPlugin() : throw new InvalidOperationException($"a defect over {config}");

    private sealed class FailingPlugin : Plugin
    {
        private static readonly HeaderName Fail = new("X-Fail");

        public override ValueTask RewriteAsync(Exchange exchange) => ThrowsIn(exchange, "rewrite") ? throw Defect() : default;

        public override async ValueTask AccessAsync(Exchange exchange)
        {
            if (ThrowsIn(exchange, "access"))
            {
                throw Defect();
            }

            if (ThrowsIn(exchange, "access, later"))
            {
                await Task.Yield();
                throw Defect();
            }

            if (ThrowsIn(exchange, "own answer"))
            {
                exchange.Respond(403, "no");
            }
        }

        public override bool OnRequestBody(Exchange exchange, ReadOnlySpan<byte> piece, long total)
            => ThrowsIn(exchange, "request body") || (ThrowsIn(exchange, "request body, later") && piece.IndexOf("second"u8) >= 0)
                ? throw Defect()
                : true;

        public override async ValueTask UpstreamHeadAsync(Exchange exchange)
        {
            if (ThrowsIn(exchange, "upstream head"))
            {
                throw Defect();
            }

            if (ThrowsIn(exchange, "upstream head, later"))
            {
                await Task.Yield();
                throw Defect();
            }
        }

        public override void OnResponseHead(Exchange exchange)
        {
            if (ThrowsIn(exchange, "response head") || ThrowsIn(exchange, "own answer"))
            {
                throw Defect();
            }
        }

        public override void OnResponseBody(Exchange exchange, ReadOnlySpan<byte> piece, bool isLast, IBufferWriter<byte> output)
        {
            if (ThrowsIn(exchange, "response body")
                || (ThrowsIn(exchange, "response body, later") && piece.IndexOf("second"u8) >= 0)
                || (ThrowsIn(exchange, "response body, end") && isLast))
            {
                throw Defect();
            }

            output.Write(piece);
        }

        public override void Log(Exchange exchange)
        {
            if (ThrowsIn(exchange, "log"))
            {
                throw Defect();
            }
        }

        private static bool ThrowsIn(Exchange exchange, string phase)
            => exchange.Request.Headers.TryGet(Fail, out var value) && Encoding.Latin1.GetString(value) == phase;

        private static InvalidOperationException Defect() => new("a defect");
    }
}
