namespace Gatehouse.Gateway.Limits;

/// <summary>The window of a limit: a length, or a month or year of the UTC calendar.</summary>
/// <param name="Kind">How the window's bounds are found.</param>
/// <param name="Nanoseconds">Length, at least one second; of a month 30 days and of a year 365 where an algorithm needs a length.</param>
internal readonly record struct LimitWindow(LimitWindowKind Kind, long Nanoseconds)
{
    /// <summary>Nanoseconds of a second.</summary>
    public const long Second = 1_000_000_000;

    private const long TicksAtUnixEpoch = 621_355_968_000_000_000;

    /// <summary>A window of whole seconds, aligned to the Unix epoch: minutes, hours and days are those of the UTC calendar.</summary>
    public static LimitWindow OfSeconds(long seconds) => new(LimitWindowKind.Length, checked(seconds * Second));

    /// <summary>A month of the calendar.</summary>
    public static LimitWindow Month { get; } = new(LimitWindowKind.Month, 2_592_000 * Second);

    /// <summary>A year of the calendar.</summary>
    public static LimitWindow Year { get; } = new(LimitWindowKind.Year, 31_536_000 * Second);

    /// <summary>The calendar window that holds a moment.</summary>
    /// <param name="calendar">Nanoseconds since the Unix epoch.</param>
    /// <param name="end">Where the window ends, same unit.</param>
    /// <returns>The ordinal of the window: the next one's is greater by one.</returns>
    public long OrdinalAt(long calendar, out long end)
    {
        if (Kind == LimitWindowKind.Length)
        {
            long ordinal = calendar / Nanoseconds;
            end = (ordinal + 1) * Nanoseconds;
            return ordinal;
        }

        var moment = new DateTime(TicksAtUnixEpoch + (calendar / 100), DateTimeKind.Utc);
        if (Kind == LimitWindowKind.Year)
        {
            end = FromDate(moment.Year + 1, 1);
            return moment.Year;
        }

        end = moment.Month == 12 ? FromDate(moment.Year + 1, 1) : FromDate(moment.Year, moment.Month + 1);
        return (moment.Year * 12) + moment.Month;
    }

    private static long FromDate(int year, int month) => (new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc).Ticks - TicksAtUnixEpoch) * 100;
}
