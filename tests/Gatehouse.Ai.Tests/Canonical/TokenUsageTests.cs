using Gatehouse.Ai.Canonical;
using Xunit;

namespace Gatehouse.Ai.Tests.Canonical;

public class TokenUsageTests
{
    [Fact]
    public void Later_report_replaces_only_what_it_speaks_of()
    {
        var start = new TokenUsage { Input = 10, CacheRead = 2387, Output = 1 };
        var end = new TokenUsage { Output = 42 };

        Assert.Equal(new TokenUsage { Input = 10, CacheRead = 2387, Output = 42 }, start.MergedWith(end));
    }

    [Fact]
    public void Totals_count_each_class_once()
    {
        var usage = new TokenUsage { Input = 16, CacheRead = 2387, CacheWrite = 3, CacheWriteHour = 4, Output = 9, Reasoning = 5 };

        Assert.Equal(2410, usage.TotalInput);
        Assert.Equal(14, usage.TotalOutput);
    }
}
