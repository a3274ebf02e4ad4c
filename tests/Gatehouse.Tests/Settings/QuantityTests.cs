using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class QuantityTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("17", 17L)]
    [InlineData("8k", 8192L)]
    [InlineData("8M", 8388608L)]
    [InlineData("1g", 1073741824L)]
    public void Size_well_formed_is_bytes(string text, long expected)
    {
        Assert.True(Quantity.TryParseSize(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("-1")]
    [InlineData("1.5m")]
    [InlineData("1 m")]
    [InlineData("1t")]
    [InlineData("9223372036854775807g")]
    public void Size_malformed_is_refused(string text) => Assert.False(Quantity.TryParseSize(text, out _));

    [Theory]
    [InlineData("60", 60_000)]
    [InlineData("0.5", 500)]
    [InlineData("75s", 75_000)]
    [InlineData("250ms", 250)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    public void Duration_well_formed_is_read(string text, int milliseconds)
    {
        Assert.True(Quantity.TryParseDuration(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1")]
    [InlineData("1w")]
    [InlineData("1e9")]
    [InlineData("99999999999")]
    public void Duration_malformed_is_refused(string text) => Assert.False(Quantity.TryParseDuration(text, out _));
}
