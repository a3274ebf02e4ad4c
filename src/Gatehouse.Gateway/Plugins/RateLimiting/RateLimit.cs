using System.Globalization;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>One limit of an instance with everything that a request needs of it.</summary>
internal sealed class RateLimit
{
    private readonly byte[] _quota;

    /// <param name="rule">What is counted.</param>
    /// <param name="subject">Whose it is.</param>
    /// <param name="title">Last part of its header names: <c>Minute</c>.</param>
    /// <param name="name">Name in the draft's fields and in metrics.</param>
    /// <param name="cost">Units up front.</param>
    /// <param name="costAfter">Units behind the answer; null = none.</param>
    public RateLimit(LimitRule rule, LimitSubject subject, string title, string name, RateLimitCost cost, RateLimitCost? costAfter)
    {
        Rule = rule;
        Subject = subject;
        Name = name;
        Cost = cost;
        CostAfter = costAfter;
        LimitHeader = new HeaderName($"X-RateLimit-Limit-{title}");
        RemainingHeader = new HeaderName($"X-RateLimit-Remaining-{title}");

        // What can be had at once: nobody shall see more remaining than that.
        long quota = rule.Algorithm == LimitAlgorithm.TokenBucket ? rule.Burst : rule.Limit;
        _quota = Encoding.ASCII.GetBytes(quota.ToString(CultureInfo.InvariantCulture));
        Policy = Encoding.ASCII.GetBytes(rule.Algorithm == LimitAlgorithm.Concurrency
            ? $"\"{name}\";q={rule.Limit};qu=\"concurrent-requests\""
            : $"\"{name}\";q={rule.Limit};w={rule.Window.Nanoseconds / LimitWindow.Second}");
        QuotedName = Encoding.ASCII.GetBytes($"\"{name}\"");
    }

    public LimitRule Rule { get; }

    public LimitSubject Subject { get; }

    public string Name { get; }

    public RateLimitCost Cost { get; }

    public RateLimitCost? CostAfter { get; }

    /// <summary>X-RateLimit-Limit-…</summary>
    public HeaderName LimitHeader { get; }

    /// <summary>X-RateLimit-Remaining-…</summary>
    public HeaderName RemainingHeader { get; }

    /// <summary>Digits of what can be had at once.</summary>
    public ReadOnlySpan<byte> Quota => _quota;

    /// <summary>The limit's item of RateLimit-Policy.</summary>
    public byte[] Policy { get; }

    /// <summary>The name as an item of RateLimit begins.</summary>
    public byte[] QuotedName { get; }

    /// <summary>Length that decides between limits with as much left: the longer is shown. Concurrency has none.</summary>
    public long WindowLength => Rule.Algorithm == LimitAlgorithm.Concurrency ? 0 : Rule.Window.Nanoseconds;
}
