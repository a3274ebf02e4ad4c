using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>A plugin that answers with a stream, written by the test's own code for the path.</summary>
internal sealed class StreamingPluginFactory(IReadOnlyDictionary<string, Func<Exchange, Task<bool>>> streams) : IPluginFactory
{
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "streaming",
        Priority = 100,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead | PluginPhases.ResponseBody | PluginPhases.Log,
        Config = RecordSchema.Of(),
    };

    /// <summary>What happened: path and <c>disposed</c> or <c>logged</c>, in order.</summary>
    public ConcurrentQueue<string> Events { get; } = [];

    public Plugin Build(JsonObject config, PluginBuildContext context) => new StreamingPlugin(this, streams);

    private sealed class StreamingPlugin(StreamingPluginFactory factory, IReadOnlyDictionary<string, Func<Exchange, Task<bool>>> streams) : Plugin
    {
        private static readonly HeaderName Kept = new("X-Kept"), Seen = new("X-Seen");

        public override ValueTask AccessAsync(Exchange exchange)
        {
            string path = PathOf(exchange);
            exchange.Response.Headers.Set(Kept, "kept");
            exchange.RespondStreaming(path == "/nothing" ? 204 : 200, "text/event-stream", new TestStream(factory, path, streams.GetValueOrDefault(path)));
            if (path == "/replaced")
            {
                exchange.Respond(403, "no");
            }

            return default;
        }

        public override void OnResponseHead(Exchange exchange)
        {
            exchange.Response.Headers.Set(Seen, exchange.Response.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (PathOf(exchange) == "/dropped")
            {
                exchange.Response.DropBody();
            }
        }

        // Answers of the gateway's own are not filtered: this would show.
        public override void OnResponseBody(Exchange exchange, ReadOnlySpan<byte> piece, bool isLast, System.Buffers.IBufferWriter<byte> output)
            => throw new InvalidOperationException("a filter saw an answer of the gateway's own");

        public override void Log(Exchange exchange) => factory.Events.Enqueue($"{PathOf(exchange)} logged");

        private static string PathOf(Exchange exchange) => Encoding.Latin1.GetString(exchange.Request.Path);
    }

    private sealed class TestStream(StreamingPluginFactory factory, string path, Func<Exchange, Task<bool>>? write) : IAnswerStream
    {
        public async ValueTask<bool> WriteAsync(Exchange exchange) => await write!(exchange);

        public void Dispose() => factory.Events.Enqueue($"{path} disposed");
    }
}
