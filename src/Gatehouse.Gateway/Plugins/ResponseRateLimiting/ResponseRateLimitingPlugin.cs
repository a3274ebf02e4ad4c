using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Plugins.RateLimiting;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>
/// Limits what upstreams charge for their answers. Fields, statuses and texts are Kong's; deciding and charging are one step in the store,
/// so that of many answers at a time no more than the limit's units get through, and 429 says when it is worth to come back.
/// </summary>
internal sealed class ResponseRateLimitingPlugin : Plugin
{
    /// <summary>Denials because of a charge greater than what is left, until one unit decides and the rest is charged behind it.</summary>
    private const int MaxShrinks = 4;

    private readonly ResponseRateLimitingConfig _config;
    private readonly ResponseLimit[] _limits;
    private readonly LimitServices _services;
    private readonly LimitOwner _owner;
    private readonly ILimitStore _store;
    private readonly RateLimitCounters _counters;
    private readonly TimeProvider _time;
    private readonly int _slot;

    public ResponseRateLimitingPlugin(ResponseRateLimitingConfig config, ILimitStore store, PluginBuildContext context)
    {
        _config = config;
        _limits = config.Limits;
        _store = store;
        _services = LimitServices.From(context);
        _time = context.Time;
        _slot = context.StateSlot;
        var instance = context.Instance;
        _counters = new RateLimitCounters(_services.Metrics, instance.InstanceName ?? instance.Id, isDryRun: false);
        _owner = new LimitOwner(instance, config.Policy, store, config.Rules, config.Subject);
        _services.Directory.Add(_owner);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public override async ValueTask AccessAsync(Exchange exchange)
    {
        var use = ResponseLimitUse.Rent(_limits.Length);
        exchange.SetState(_slot, use);
        use.Key = _config.Subject.KeyOf(exchange, _store.Keys, _time);
        foreach (var limit in _limits)
        {
            // Whatever the client says of its usage, the upstream does not hear it.
            exchange.Request.Headers.Remove(limit.UpstreamHeader);
            foreach (var window in limit.Windows)
            {
                use.Usage.Add(window.Rule, use.Key, 0);
            }
        }

        var outcome = await _store.PeekAsync(use.Usage).ConfigureAwait(false);
        if (outcome != LimitOutcome.Unavailable)
        {
            Admit(exchange, use);
            return;
        }

        _counters.Unavailable();
        if (!_config.IsFaultTolerant)
        {
            exchange.Rejection = RejectionReason.PluginFailed;
            exchange.Respond(500, "An unexpected error occurred");
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public override async ValueTask UpstreamHeadAsync(Exchange exchange)
    {
        if (exchange.GetState<ResponseLimitUse>(_slot) is not { IsKnown: true } use)
        {
            return;
        }

        if (!use.IsDecided)
        {
            use.IsDecided = true;
            if (ChargeField.TryRead(exchange.Response.Headers, _config.Header, _limits, use.Units))
            {
                await ChargeAsync(exchange, use).ConfigureAwait(false);
            }
        }

        if (use.Outcome == LimitOutcome.Denied)
        {
            Refuse(exchange, 429, RejectionReason.PluginAnswered);
        }
        else if (use.Outcome == LimitOutcome.Unavailable && !_config.IsFaultTolerant)
        {
            Refuse(exchange, 500, RejectionReason.PluginFailed);
        }
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        var headers = exchange.Response.Headers;
        headers.Remove(_config.Header);
        if (_config.HidesHeaders || exchange.GetState<ResponseLimitUse>(_slot) is not { } use)
        {
            return;
        }

        if (use.IsBlocked)
        {
            RateLimitHeaders.WriteRetryAfter(headers, use.Usage);
        }
        else if (use.IsKnown)
        {
            WriteUsage(headers, use);
        }
    }

    /// <inheritdoc/>
    public override void Log(Exchange exchange)
    {
        if (exchange.GetState<ResponseLimitUse>(_slot) is { } use)
        {
            exchange.SetState(_slot, null);
            use.Return();
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _services.Directory.Remove(_owner);
        _services.Stores.Close(_store);
        return base.DisposeAsync();
    }

    private static void Refuse(Exchange exchange, int status, RejectionReason reason)
    {
        exchange.Rejection = reason;
        exchange.Response.Status = status;
        exchange.Response.DropBody();
    }

    /// <summary>Tells the upstream what is left of each limit, or refuses when one is used up and that is enough.</summary>
    private void Admit(Exchange exchange, ResponseLimitUse use)
    {
        int window = 0;
        foreach (var limit in _limits)
        {
            long least = long.MaxValue;
            for (int w = 0; w < limit.Windows.Length; w++, window++)
            {
                least = Math.Min(least, use.Usage[window].Remaining);
                if (_config.BlocksOnFirstViolation && use.Usage[window].Remaining <= 0)
                {
                    use.IsBlocked = true;
                    _counters.Refused(exchange, limit.Windows[w].Rule);
                    exchange.Respond(429, limit.Exhausted);
                    return;
                }
            }

            RateLimitHeaders.SetNumber(exchange.Request.Headers, limit.UpstreamHeader, least);
        }

        use.IsKnown = true;
    }

    /// <summary>
    /// Kong passes an answer as long as anything was left before it, whatever it charges, and charges nothing for one that it refuses.
    /// Windows are used up by such an answer, and no further: that takes as much as is left, in one step of the store.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask ChargeAsync(Exchange exchange, ResponseLimitUse use)
    {
        use.Fill(_limits);
        var outcome = await _store.TakeAsync(use.Charges).ConfigureAwait(false);
        for (int shrinks = 1; outcome == LimitOutcome.Denied && use.TryShrink(toOne: shrinks >= MaxShrinks); shrinks++)
        {
            outcome = await _store.TakeAsync(use.Charges).ConfigureAwait(false);
            if (shrinks >= MaxShrinks)
            {
                ChargeRest(use, outcome);
                break;
            }
        }

        use.Outcome = outcome;
        if (outcome == LimitOutcome.Unavailable)
        {
            _counters.Unavailable();
            return;
        }

        use.Update(_limits);
        foreach (ref readonly var charge in use.Charges.Charges)
        {
            if (!charge.IsAdmitted)
            {
                _counters.Refused(exchange, charge.Rule);
            }
        }
    }

    private void ChargeRest(ResponseLimitUse use, LimitOutcome outcome)
    {
        if (outcome == LimitOutcome.Admitted)
        {
            use.KeepRest(_limits);
            _store.Charge(use.Charges);
        }
    }

    private void WriteUsage(HeaderMap headers, ResponseLimitUse use)
    {
        int next = 0;
        foreach (var limit in _limits)
        {
            foreach (var window in limit.Windows)
            {
                headers.Set(window.LimitHeader, window.Quota);
                RateLimitHeaders.SetNumber(headers, window.RemainingHeader, use.Usage[next++].Remaining);
            }
        }

        if (use.Outcome == LimitOutcome.Denied)
        {
            RateLimitHeaders.WriteRetryAfter(headers, use.Charges);
        }
    }
}
