using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Overload;

namespace Gatehouse.Gateway.Plugins.AdaptiveConcurrency;

/// <summary>
/// Gives each service as many requests at a time as it can serve without a queue, which it finds out from latency, and refuses the
/// rest, the lowest priority first. A place is taken until the head of the answer is there: what streams on holds none.
/// </summary>
internal sealed class AdaptiveConcurrencyPlugin : Plugin
{
    private readonly AdaptiveConcurrencyConfig _config;
    private readonly PriorityRule[] _rules;
    private readonly byte[]? _retryAfter;
    private readonly string _id;
    private readonly int _slot;
    private readonly TimeProvider _time;
    private readonly AdaptiveLimiters _limiters;
    private readonly ConcurrentDictionary<ServiceConfig, AdaptiveLimiter> _byService = new(ReferenceEqualityComparer.Instance);

    public AdaptiveConcurrencyPlugin(AdaptiveConcurrencyConfig config, PluginBuildContext context)
    {
        _config = config;
        _rules = [.. config.Rules];
        _retryAfter = config.RetryAfter == 0 ? null : Encoding.ASCII.GetBytes(config.RetryAfter.ToString(CultureInfo.InvariantCulture));
        _id = context.Instance.Id;
        _slot = context.StateSlot;
        _time = context.Time;
        _limiters = OverloadNode.From(context).Limiters;
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        if (exchange.Service is { } service)
        {
            var limiter = LimiterOf(service);
            if (limiter.TryEnter(PriorityOf(exchange)))
            {
                exchange.SetState(_slot, limiter);
            }
            else
            {
                Refuse(exchange);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void OnResponseHead(Exchange exchange)
    {
        if (exchange.GetState<AdaptiveLimiter>(_slot) is { } limiter)
        {
            exchange.SetState(_slot, null);
            limiter.Leave(exchange.Timings.AccessDone, _time.GetTimestamp(), VerdictOf(exchange));
        }
    }

    /// <inheritdoc/>
    public override void Log(Exchange exchange)
    {
        // Only where no head was ever written: the client left, or the answer could not be made.
        if (exchange.GetState<AdaptiveLimiter>(_slot) is { } limiter)
        {
            exchange.SetState(_slot, null);
            limiter.Leave(0, 0, UpstreamVerdict.Ignored);
        }
    }

    private static UpstreamVerdict VerdictOf(Exchange exchange)
    {
        if (exchange.IsAnswered)
        {
            return exchange.Rejection is RejectionReason.UpstreamTimeout or RejectionReason.UpstreamConnectTimeout
                ? UpstreamVerdict.Overloaded
                : exchange.Timings.AccessDone == 0 ? UpstreamVerdict.Ignored : UpstreamVerdict.Failed;
        }

        // Errors come faster than answers and say nothing about how busy the service is; 503 says it.
        return exchange.UpstreamStatus switch
        {
            503 => UpstreamVerdict.Overloaded,
            >= 500 => UpstreamVerdict.Failed,
            _ => exchange.Timings.AccessDone == 0 ? UpstreamVerdict.Ignored : UpstreamVerdict.Answered,
        };
    }

    // A snapshot has its own services, and the plugin goes with it: the table is bounded by the configuration.
    private AdaptiveLimiter LimiterOf(ServiceConfig service)
        => _byService.TryGetValue(service, out var known)
            ? known
            : _byService.GetOrAdd(service, static (s, self) => self._limiters.Of(self._id, s.Id, self._config.Limit), this);

    private RequestPriority PriorityOf(Exchange exchange)
    {
        foreach (var rule in _rules)
        {
            if (rule.Matches(exchange))
            {
                return rule.Priority;
            }
        }

        return _config.DefaultPriority;
    }

    private void Refuse(Exchange exchange)
    {
        if (_retryAfter is not null)
        {
            exchange.Response.Headers.Set(HeaderNames.RetryAfter, _retryAfter);
        }

        exchange.Rejection = RejectionReason.Overloaded;
        exchange.Respond(_config.Status, _config.Message);
    }
}
