using System.Globalization;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Accounting.Prices;

/// <summary>Usages as <c>in=1000 read=20 out=5</c>.</summary>
internal static class UsageText
{
    public static TokenUsage Parse(string text)
    {
        var tokens = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('='))
            .ToDictionary(p => p[0], p => (long?)long.Parse(p[1], CultureInfo.InvariantCulture));
        var usage = new TokenUsage
        {
            Input = tokens.GetValueOrDefault("in"),
            CacheRead = tokens.GetValueOrDefault("read"),
            CacheWrite = tokens.GetValueOrDefault("write"),
            CacheWriteHour = tokens.GetValueOrDefault("hour"),
            Output = tokens.GetValueOrDefault("out"),
            Reasoning = tokens.GetValueOrDefault("reason"),
        };
        return usage;
    }
}
