using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Limits;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>
/// Lets through so much and no more. Looking and counting are one step in the store; Kong looks first and counts later. Fields, status and
/// texts are Kong's.
/// </summary>
internal sealed class RateLimitingPlugin : Plugin
{
    private readonly RateLimitingConfig _config;
    private readonly LimitServices _services;
    private readonly LimitOwner _owner;
    private readonly ILimitStore _store;
    private readonly RateLimitCounters _counters;
    private readonly TimeProvider _time;
    private readonly int _slot;

    public RateLimitingPlugin(RateLimitingConfig config, ILimitStore store, PluginBuildContext context)
    {
        _config = config;
        _store = store;
        _services = LimitServices.From(context);
        _time = context.Time;
        _slot = context.StateSlot;
        var instance = context.Instance;
        _counters = new RateLimitCounters(_services.Metrics, instance.InstanceName ?? instance.Id, config.IsDryRun);
        _owner = new LimitOwner(instance, config.Policy, store, config.Rules, config.Subject);
        _services.Directory.Add(_owner);
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var use = RateLimitUse.Rent(_config.SetOf(exchange));
        use.Set.Fill(use.Batch, exchange, _store.Keys, _time);
        exchange.SetState(_slot, use);
        var pending = _store.TakeAsync(use.Batch);
        if (!pending.IsCompletedSuccessfully)
        {
            return AwaitAsync(exchange, use, pending);
        }

        Decide(exchange, use, pending.GetAwaiter().GetResult());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        if (exchange.GetState<RateLimitUse>(_slot) is not { } use)
        {
            return;
        }

        var headers = exchange.Response.Headers;
        if (use.Set.HasCostAfter)
        {
            ChargeByHeader(exchange, use);
        }

        if (_config.HidesHeaders || _config.IsDryRun || use.Outcome == LimitOutcome.Unavailable)
        {
            return;
        }

        RateLimitHeaders.WriteKong(headers, use.Set, use.Batch);
        if (_config.SendsDraft)
        {
            RateLimitHeaders.WriteDraft(headers, use.Set, use.Batch);
        }

        if (use.Outcome == LimitOutcome.Denied)
        {
            RateLimitHeaders.WriteRetryAfter(headers, use.Batch);
        }
    }

    /// <inheritdoc/>
    public override void Log(Exchange exchange)
    {
        if (exchange.GetState<RateLimitUse>(_slot) is not { } use)
        {
            return;
        }

        exchange.SetState(_slot, null);
        if (use.Outcome == LimitOutcome.Admitted && use.Set.HasConcurrency)
        {
            _store.Release(use.Batch);
        }

        if (use.Set.HasCostAfter && IsCharged(use))
        {
            use.After.Clear();
            use.Set.FillAfter(use.After, use.Batch, exchange, byHeader: false, _time);
            _store.Charge(use.After);
        }

        use.Return();
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _services.Directory.Remove(_owner);
        _services.Stores.Close(_store);
        return base.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask AwaitAsync(Exchange exchange, RateLimitUse use, ValueTask<LimitOutcome> pending)
        => Decide(exchange, use, await pending.ConfigureAwait(false));

    private void Decide(Exchange exchange, RateLimitUse use, LimitOutcome outcome)
    {
        use.Outcome = outcome;
        if (outcome == LimitOutcome.Unavailable)
        {
            _counters.Unavailable();
            if (!_config.IsFaultTolerant)
            {
                exchange.Rejection = RejectionReason.PluginFailed;
                exchange.Respond(500, "An unexpected error occurred");
            }
        }
        else if (outcome == LimitOutcome.Denied)
        {
            CountRefusals(exchange, use);
            if (!_config.IsDryRun)
            {
                exchange.Respond(_config.ErrorCode, _config.ErrorMessage);
            }
        }
    }

    private void CountRefusals(Exchange exchange, RateLimitUse use)
    {
        for (int i = 0; i < use.Batch.Count; i++)
        {
            if (!use.Batch[i].IsAdmitted)
            {
                _counters.Refused(exchange, use.Set.Limits[i].Rule);
            }
        }
    }

    /// <summary>What was refused costs nothing; what a dry run let through costs what it costs.</summary>
    private bool IsCharged(RateLimitUse use) => use.Outcome == LimitOutcome.Admitted || (use.Outcome == LimitOutcome.Denied && _config.IsDryRun);

    private void ChargeByHeader(Exchange exchange, RateLimitUse use)
    {
        if (IsCharged(use) && use.After.Count == 0)
        {
            use.Set.FillAfter(use.After, use.Batch, exchange, byHeader: true, _time);
            _store.Charge(use.After);
            for (int i = 0, j = 0; i < use.Set.Limits.Length; i++)
            {
                if (use.Set.Limits[i].CostAfter?.Header is not null)
                {
                    use.Batch[i].Remaining = Math.Max(0, use.Batch[i].Remaining - use.After[j++].Cost);
                }
            }
        }

        foreach (var limit in use.Set.Limits)
        {
            if (limit.CostAfter?.Header is { } header)
            {
                exchange.Response.Headers.Remove(header);
            }
        }
    }
}
