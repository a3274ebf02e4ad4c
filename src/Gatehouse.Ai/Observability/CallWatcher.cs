using Gatehouse.Ai.Pipeline;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Observability;

/// <summary>Watches requests: metrics, audit records, traces. For the life of the node.</summary>
/// <param name="metrics">Counts.</param>
/// <param name="audit">Writes records.</param>
/// <param name="time">The clock.</param>
internal sealed class CallWatcher(AiMetrics metrics, LlmAudit audit, TimeProvider time)
{
    public AiMetrics Metrics => metrics;

    public LlmAudit Audit => audit;

    public TimeProvider Time => time;

    /// <summary>Begins to watch a request whose body is here.</summary>
    public CallWatch Begin(Exchange exchange, AiCall call, string operation) => new(this, exchange, call, operation);
}
