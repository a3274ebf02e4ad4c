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

    /// <summary>Reports that somebody could not be authenticated; ends when the answer may go out.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="plugin">Which plugin says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="refused">The credential that was recognised and is good no more, for the audit log only.</param>
    public ValueTask ReportAsync(
        Exchange exchange, string plugin, AuthenticationFailureReason reason, ConsumerCredential? refused = null)
    {
        metrics.CountFailure(plugin, reason);
        audit.AuthenticationFailed(exchange, plugin, reason, refused);
        if (!AuthenticationFailureReasons.IsAttempt(reason))
        {
            return ValueTask.CompletedTask;
        }

        var delay = delays.Begin(exchange.ClientAddress, out bool isTooMany);
        if (isTooMany)
        {
            exchange.Downstream.EndConnection();
        }

        if (delay == TimeSpan.Zero)
        {
            return ValueTask.CompletedTask;
        }

        metrics.Delayed.Add(Protocols.Prometheus.MetricShard.Current);
        return delays.WaitAsync(exchange.ClientAddress, delay, exchange.ClientLeft);
    }

    /// <summary>
    /// Notes that a plugin does not know what may be a token for the next of several alternatives: reported by <see cref="Settle"/>, unless
    /// somebody is let in.
    /// </summary>
    /// <inheritdoc cref="ReportAsync"/>
    public static void Defer(Exchange exchange, string plugin, AuthenticationFailureReason reason, ConsumerCredential? refused)
        => exchange.FailedAlternatives = new FailedAlternative(plugin, reason, refused, (FailedAlternative?)exchange.FailedAlternatives);

    /// <summary>All plugins have decided: reports what was deferred, if nobody was let in.</summary>
    public void Settle(Exchange exchange)
    {
        var failed = (FailedAlternative?)exchange.FailedAlternatives;
        exchange.FailedAlternatives = null;
        for (; failed is not null && exchange.Credential is null; failed = failed.Earlier)
        {
            metrics.CountFailure(failed.Plugin, failed.Reason);
            audit.AuthenticationFailed(exchange, failed.Plugin, failed.Reason, failed.Refused);
        }
    }

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
