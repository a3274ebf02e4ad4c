namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Periods on the calendar, UTC.</summary>
internal static class BudgetCalendar
{
    /// <summary>First moment of the period that holds a moment; of <see cref="BudgetPeriod.Total"/> the beginning of time.</summary>
    public static DateTimeOffset StartOf(BudgetPeriod period, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return period switch
        {
            BudgetPeriod.Hour => At(utc.Date.AddHours(utc.Hour)),
            BudgetPeriod.Day => At(utc.Date),
            BudgetPeriod.Week => At(utc.Date.AddDays(-(((int)utc.DayOfWeek + 6) % 7))),
            BudgetPeriod.Month => At(new DateTime(utc.Year, utc.Month, 1)),
            _ => DateTimeOffset.UnixEpoch,
        };
    }

    /// <summary>First moment of the next period; null = there is none.</summary>
    public static DateTimeOffset? EndOf(BudgetPeriod period, DateTimeOffset start) => period switch
    {
        BudgetPeriod.Hour => start.AddHours(1),
        BudgetPeriod.Day => start.AddDays(1),
        BudgetPeriod.Week => start.AddDays(7),
        BudgetPeriod.Month => start.AddMonths(1),
        _ => null,
    };

    private static DateTimeOffset At(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
