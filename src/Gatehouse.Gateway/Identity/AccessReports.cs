using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Where authentication and authorisation plugins report: one audit record and one count for each failure and each denial, and the
/// delay that a failure earns.
/// </summary>
internal sealed class AccessReports(AuditLog audit, AuthenticationMetrics metrics, FailureDelays delays)
{
    /// <summary>The counters.</summary>
    public AuthenticationMetrics Metrics => metrics;

    /// <summary>
    /// Reports that somebody could not be authenticated. The answer waits as long as is returned; afterwards call
    /// <see cref="EndDelay"/>. Zero = it does not wait, and there is nothing to end.
    /// </summary>
    /// <param name="exchange">The request.</param>
    /// <param name="plugin">Which plugin says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="mayWait">Whether it counts for delays.</param>
    /// <param name="refused">The credential that was recognised and is good no more, for the audit log only.</param>
    public TimeSpan Report(
        Exchange exchange, string plugin, AuthenticationFailureReason reason, bool mayWait = true, ConsumerCredential? refused = null)
    {
        metrics.CountFailure(plugin, reason);
        audit.AuthenticationFailed(exchange, plugin, reason, refused);
        if (!mayWait || !AuthenticationFailureReasons.IsAttempt(reason))
        {
            return TimeSpan.Zero;
        }

        var delay = delays.Begin(exchange.ClientAddress);
        if (delay > TimeSpan.Zero)
        {
            metrics.Delayed.Add(Protocols.Prometheus.MetricShard.Current);
        }

        return delay;
    }

    /// <summary>The answer goes out now.</summary>
    public void EndDelay() => delays.End();

    /// <summary>Reports that somebody may not.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="plugin">Which plugin says so.</param>
    /// <param name="reason">One word of a small fixed set: it becomes a label.</param>
    /// <param name="rule">Which of its rules decided, for the audit log only; null when it has but one.</param>
    public void Deny(Exchange exchange, string plugin, string reason, string? rule = null)
    {
        metrics.CountDenial(plugin, reason);
        audit.Denied(exchange, plugin, reason, rule);
    }
}
