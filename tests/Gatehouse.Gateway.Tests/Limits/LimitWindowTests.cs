using Gatehouse.Gateway.Limits;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits;

public sealed class LimitWindowTests
{
    [Theory]
    [InlineData("Second", "2030-05-06T07:08:09.5Z", "2030-05-06T07:08:10Z")]
    [InlineData("Minute", "2030-05-06T07:08:00Z", "2030-05-06T07:09:00Z")]
    [InlineData("Day", "2030-12-31T23:59:59.9999999Z", "2031-01-01T00:00:00Z")]
    [InlineData("Month", "2030-12-31T23:59:59Z", "2031-01-01T00:00:00Z")]
    [InlineData("Month", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z")]
    [InlineData("Year", "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z")]
    public void OrdinalAt_ends_with_the_calendar_and_the_next_is_one_more(string name, string now, string end)
    {
        var window = name switch
        {
            "Second" => LimitWindow.OfSeconds(1),
            "Minute" => LimitWindow.OfSeconds(60),
            "Day" => LimitWindow.OfSeconds(86_400),
            "Month" => LimitWindow.Month,
            _ => LimitWindow.Year,
        };

        long ordinal = window.OrdinalAt(Nanoseconds(now), out long found);

        Assert.Equal(Nanoseconds(end), found);
        Assert.Equal(ordinal, window.OrdinalAt(found - 1, out _));
        Assert.Equal(ordinal + 1, window.OrdinalAt(found, out _));
    }

    private static long Nanoseconds(string time)
        => (DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;
}
