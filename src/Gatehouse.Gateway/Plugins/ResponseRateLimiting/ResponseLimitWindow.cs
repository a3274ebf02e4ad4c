using System.Globalization;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>One window of a limit with the fields that tell of it.</summary>
internal sealed class ResponseLimitWindow
{
    private readonly byte[] _quota;

    /// <param name="rule">What is counted.</param>
    /// <param name="title">End of its field names: <c>video-minute</c>.</param>
    public ResponseLimitWindow(LimitRule rule, string title)
    {
        Rule = rule;
        LimitHeader = new HeaderName($"X-RateLimit-Limit-{title}");
        RemainingHeader = new HeaderName($"X-RateLimit-Remaining-{title}");
        _quota = Encoding.ASCII.GetBytes(rule.Limit.ToString(CultureInfo.InvariantCulture));
    }

    public LimitRule Rule { get; }

    /// <summary>X-RateLimit-Limit-…</summary>
    public HeaderName LimitHeader { get; }

    /// <summary>X-RateLimit-Remaining-…</summary>
    public HeaderName RemainingHeader { get; }

    /// <summary>Digits of the limit.</summary>
    public ReadOnlySpan<byte> Quota => _quota;
}
