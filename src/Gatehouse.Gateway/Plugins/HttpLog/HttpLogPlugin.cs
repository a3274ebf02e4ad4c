using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Plugins.Queueing;

namespace Gatehouse.Gateway.Plugins.HttpLog;

/// <summary>Sends each exchange to an HTTP endpoint, by way of a queue; a request never waits for it.</summary>
internal sealed class HttpLogPlugin(LogSerializer serializer, BatchQueue queue, HttpLogSender sender) : Plugin
{
    /// <inheritdoc/>
    public override void Log(Exchange exchange) => queue.Add(serializer.Format(exchange, LogContent.Full));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await queue.DisposeAsync();
        sender.Dispose();
        await base.DisposeAsync();
    }
}
