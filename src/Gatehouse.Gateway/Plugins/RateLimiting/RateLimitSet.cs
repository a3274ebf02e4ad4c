using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>The limits that apply to a request: those of the instance, or of a tier.</summary>
internal sealed class RateLimitSet
{
    public RateLimitSet(IReadOnlyList<RateLimit> limits)
    {
        Limits = [.. limits];
        PolicyField = [.. limits.SelectMany((l, i) => i == 0 ? l.Policy : [.. ", "u8, .. l.Policy])];
        HasCostAfter = limits.Any(l => l.CostAfter is not null);
        HasConcurrency = limits.Any(l => l.Rule.Algorithm == LimitAlgorithm.Concurrency);
    }

    /// <summary>The limits, in the order of their header fields.</summary>
    public RateLimit[] Limits { get; }

    /// <summary>Value of RateLimit-Policy.</summary>
    public byte[] PolicyField { get; }

    /// <summary>Whether something is charged behind the answer.</summary>
    public bool HasCostAfter { get; }

    /// <summary>Whether something is held until the request is over.</summary>
    public bool HasConcurrency { get; }

    /// <summary>Puts the charges of a request into a batch, one per limit and in their order.</summary>
    public void Fill(LimitBatch batch, Exchange exchange, LimitKeys keys, TimeProvider time)
    {
        foreach (var limit in Limits)
        {
            batch.Add(limit.Rule, limit.Subject.KeyOf(exchange, keys, time), limit.Cost.Of(exchange, exchange.Request.Headers, time));
        }
    }

    /// <summary>Puts what the answer costs into a batch; keys are those of the charges up front.</summary>
    /// <param name="after">The batch to fill.</param>
    /// <param name="before">The charges up front.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="byHeader">Whether to take those that a header field tells, or the others.</param>
    /// <param name="time">Clock of expressions.</param>
    public void FillAfter(LimitBatch after, LimitBatch before, Exchange exchange, bool byHeader, TimeProvider time)
    {
        // Keys are those of the store that decided: costs belong where the request was charged.
        after.IsFallback = before.IsFallback;
        for (int i = 0; i < Limits.Length; i++)
        {
            if (Limits[i].CostAfter is { } cost && cost.Header is not null == byHeader)
            {
                after.Add(Limits[i].Rule, before[i].Key, cost.Of(exchange, exchange.Response.Headers, time));
            }
        }
    }
}
