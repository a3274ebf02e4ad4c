using Gatehouse.Core.Expressions;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

/// <summary>Addresses, moments and durations that come as text of a request: as strict as those of the configuration.</summary>
public sealed class ExpressionTextTests
{
    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("::", true)]
    [InlineData("1::", true)]
    [InlineData("1:2:3:4:5:6:7:8", true)]
    [InlineData("1:2:3:4:5:6:1.2.3.4", true)]
    [InlineData("::ffff:1.2.3.4", true)]
    [InlineData("::1:2:3:4:5:6:7", true)]
    [InlineData("192.0.2.01", false)]
    [InlineData("192.0.2", false)]
    [InlineData("192.0.2.256", false)]
    [InlineData("192.0.2.1.", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    [InlineData("1:2:3:4:5:6:7", false)]
    [InlineData("1:2:3:4:5:6:7:8:9", false)]
    [InlineData("1:2:3:4::5:6:7:8", false)]
    [InlineData("1::2::3", false)]
    [InlineData(":::", false)]
    [InlineData(":1", false)]
    [InlineData("1:", false)]
    [InlineData("12345::", false)]
    [InlineData("g::", false)]
    [InlineData("1.2.3.4::", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("[::1]", false)]
    public void Evaluate_address_of_text_is_strict_and_right(string text, bool isAddress)
    {
        // The same text by two roads: ours without an object, and the one that literals and the configuration take.
        string result = Evaluate("cidr('" + (isAddress ? text : "::") + "').containsIP(request.path)", new FakeRequest().With(RequestVariable.RequestPath, text));

        Assert.Equal(isAddress ? "true" : "error: format", result);
    }

    [Theory]
    [InlineData("2026-03-04T09:30:00Z", true)]
    [InlineData("2024-02-29T23:59:59.123456789-23:59", true)]
    [InlineData("2026-02-29T00:00:00Z", false)]
    [InlineData("2026-13-01T00:00:00Z", false)]
    [InlineData("2026-03-04t09:30:00z", false)]
    [InlineData("2026-03-04 09:30:00Z", false)]
    [InlineData("2026-03-04T24:00:00Z", false)]
    [InlineData("2026-03-04T23:59:60Z", false)]
    [InlineData("2026-03-04T09:30:00", false)]
    [InlineData("2026-03-04T09:30:00.Z", false)]
    [InlineData("2026-03-04T09:30:00+1:00", false)]
    [InlineData("0001-01-01T00:00:00+00:01", false)]
    [InlineData("+026-03-04T09:30:00Z", false)]
    public void Evaluate_timestamp_of_text_is_strict(string text, bool isTime)
        => Assert.Equal(
            isTime ? "true" : "error: format",
            Evaluate("timestamp(request.path) > timestamp(0)", new FakeRequest().With(RequestVariable.RequestPath, text)));

    [Theory]
    [InlineData("1h", true)]
    [InlineData("+1h2m3.5s", true)]
    [InlineData(".5s", true)]
    [InlineData("1.s", true)]
    [InlineData("", false)]
    [InlineData("1", false)]
    [InlineData("h", false)]
    [InlineData("1 h", false)]
    [InlineData("1d", false)]
    [InlineData("--1h", false)]
    [InlineData("1.5.5s", false)]
    [InlineData("99999999999999h", false)]
    [InlineData("999999999999h", false)]
    public void Evaluate_duration_of_text_is_strict(string text, bool isDuration)
        => Assert.Equal(
            isDuration ? "true" : "error: format",
            Evaluate("duration(request.path) > duration('0')", new FakeRequest().With(RequestVariable.RequestPath, text)));

    private static string Evaluate(string text, FakeRequest request)
    {
        Assert.True(Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error), $"{text}: {error}");
        return expression.Evaluate(request).ToString();
    }
}
