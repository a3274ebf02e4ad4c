using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Expressions;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Policy;

/// <summary>
/// Decides by conditions over request, client, consumer, claims and time. Deny rules are looked at first, then allow rules; the
/// first that is not false decides, and one that comes to an error refuses. Our own: Kong leaves this to other programs.
/// </summary>
internal sealed class PolicyPlugin(PolicyConfig config, AccessReports reports, TimeProvider time, int slot) : Plugin
{
    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var decision = Decide(exchange);
        exchange.SetState(slot, decision);
        if (!decision.IsAllowed)
        {
            reports.Deny(exchange, "policy", decision.Reason, decision.Rule);
            exchange.Respond(decision.Status, decision.Message);
        }

        return ValueTask.CompletedTask;
    }

    private PolicyDecision Decide(Exchange exchange)
    {
        var source = ExchangeSource.For(exchange, time);
        int work = ExpressionLimits.MaxWork;
        foreach (var rule in config.Rules)
        {
            if (rule.Decide(rule.When.Evaluate(source, ref work)) is { } decision)
            {
                return decision;
            }
        }

        return config.Default;
    }
}
