using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.FileLog;

/// <summary>Appends each exchange to a file as one line of JSON, by way of a writer thread.</summary>
internal sealed class FileLogPlugin(LogSerializer serializer, LogStreamLease lease) : Plugin
{
    /// <inheritdoc/>
    public override void Log(Exchange exchange) => lease.Stream.Append(serializer.Format(exchange, LogContent.Full));

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        lease.Dispose();
        return base.DisposeAsync();
    }
}
