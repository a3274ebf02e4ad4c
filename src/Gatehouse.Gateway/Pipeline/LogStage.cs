using Gatehouse.Gateway.Observability;
using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>The end of every exchange: plugins' log phase, metrics, access log. Nothing here may throw or wait.</summary>
internal sealed partial class LogStage(GatewayMetrics metrics, AccessLog accessLog, ILogger<LogStage> logger)
{
    /// <summary>Runs exactly once per exchange.</summary>
    public void Run(ProxyExchange exchange)
    {
        foreach (var instance in exchange.Chain.Log)
        {
            try
            {
                instance.Plugin.Log(exchange);
            }
            catch (Exception error)
            {
                metrics.PluginLogFailed.Add(MetricShard.Current);
                LogPluginFailed(instance.Descriptor.Name, error);
            }
        }

        metrics.Record(exchange, MetricShard.Current);
        accessLog.Write(exchange);
    }

    /// <summary>Notes a defect that failed a request.</summary>
    public void Failed(ProxyExchange exchange, Exception error)
        => LogExchangeFailed(System.Text.Encoding.ASCII.GetString(exchange.RequestId), error);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Request {RequestId} failed inside the gateway")]
    private partial void LogExchangeFailed(string requestId, Exception error);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Plugin {Plugin} failed in the log phase")]
    private partial void LogPluginFailed(string plugin, Exception error);
}
