using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Tests.Outbound.Streams;

/// <summary>
/// The smallest plugin that stands before a vendor: sends the client's body on, answers with what comes back. What the AI gateway costs
/// without doing anything.
/// </summary>
internal sealed class RelayPluginFactory(Uri vendor) : IPluginFactory
{
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "relay",
        Priority = 100,
        Phases = PluginPhases.Access,
        Config = RecordSchema.Of(),
    };

    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        var client = LoopHttpClient.From(context);
        return new RelayPlugin(client, client.Open(vendor), context.StateSlot);
    }

    private sealed class RelayPlugin(LoopHttpClient client, LoopHttpEndpoint endpoint, int slot) : Plugin
    {
        private static readonly byte[] Target = "/v1/chat/completions"u8.ToArray();

        public override async ValueTask AccessAsync(Exchange exchange)
        {
            exchange.Downstream.LeaveWithClient();
            if (await exchange.BufferRequestBodyAsync(1024 * 1024) != BodyRead.Whole)
            {
                exchange.Respond(413, null);
                return;
            }

            var headers = new HeaderMap();
            headers.Add(HeaderNames.ContentType, "application/json"u8);
            var response = await client.SendAsync(
                new LoopHttpRequest { Endpoint = endpoint, Target = Target, Headers = headers, Body = exchange.BufferedRequestBody }, exchange.ClientLeft);
            if (response.Failure != LoopHttpFailure.None)
            {
                exchange.Respond(502, response.Failure.ToString());
                response.Dispose();
                return;
            }

            exchange.SetState(slot, response);
            string? type = response.Headers.GetString(HeaderNames.ContentType);
            if (response.ContentLength is { } length)
            {
                byte[] body = new byte[length];
                int read = 0;
                for (int count = 1; count > 0 && read < length; read += count)
                {
                    count = await response.ReadAsync(body.AsMemory(read));
                }

                response.Dispose();
                exchange.Respond(response.Status, type, body);
                return;
            }

            exchange.RespondStreaming(response.Status, type, new RelayStream(response));
        }

        public override ValueTask DisposeAsync()
        {
            endpoint.Dispose();
            return base.DisposeAsync();
        }
    }

    private sealed class RelayStream(LoopHttpResponse response) : IAnswerStream
    {
        [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
        public async ValueTask<bool> WriteAsync(Exchange exchange)
        {
            var downstream = exchange.Downstream;
            while (true)
            {
                if (!response.HasBuffered)
                {
                    if (!await downstream.FlushAsync().ConfigureAwait(false))
                    {
                        return false;
                    }

                    await response.WaitAsync().ConfigureAwait(false);
                }

                int count = await response.ReadAsync(downstream.GetBodyMemory(4096)).ConfigureAwait(false);
                if (count <= 0)
                {
                    return count == 0;
                }

                downstream.AdvanceBody(count);
            }
        }

        public void Dispose() => response.Dispose();
    }
}
