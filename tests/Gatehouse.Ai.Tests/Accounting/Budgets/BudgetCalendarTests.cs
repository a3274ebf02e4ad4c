using System.Globalization;
using Gatehouse.Ai.Accounting.Budgets;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

public class BudgetCalendarTests
{
    [Theory]
    [InlineData("Hour", "2026-11-25T12:34:56Z", "2026-11-25T12:00:00Z", "2026-11-25T13:00:00Z")]
    [InlineData("Day", "2026-11-25T23:59:59Z", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z")]
    // 2026-11-25 is a Wednesday.
    [InlineData("Week", "2026-11-25T12:34:56Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData("Week", "2026-11-29T23:59:59Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    [InlineData("Week", "2026-11-30T00:00:00Z", "2026-11-30T00:00:00Z", "2026-12-07T00:00:00Z")]
    [InlineData("Month", "2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("Month", "2028-02-29T01:00:00Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    // The calendar is that of UTC whatever the offset says.
    [InlineData("Day", "2026-11-25T01:00:00+02:00", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")]
    [InlineData("Total", "2026-11-25T12:34:56Z", "1970-01-01T00:00:00Z", null)]
    public void Period_has_a_beginning_and_an_end(string period, string time, string start, string? end)
    {
        var kind = Enum.Parse<BudgetPeriod>(period);
        var begins = BudgetCalendar.StartOf(kind, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture), begins);
        Assert.Equal(TimeSpan.Zero, begins.Offset);
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end, CultureInfo.InvariantCulture), BudgetCalendar.EndOf(kind, begins));
    }
}
