using System.Text;
using Gatehouse.Core.Expressions;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

public sealed class ValueExpressionTests
{
    private readonly FakeRequest _request = new();

    [Theory]
    [InlineData("'a' + 'b'", "ab")]
    [InlineData("1 + 2", "3")]
    [InlineData("1 == 1", "true")]
    [InlineData("ip('10.0.0.1')", "\n\0\0\u0001")]
    [InlineData("claims.nothing", null)]
    [InlineData("request.headers['nothing']", null)]
    public void TryWrite_gives_the_value_as_text(string text, string? expected)
    {
        Assert.True(ValueExpression.TryCompileText(text, RequestVariables.Environment, out var expression, out var error), error?.ToString());
        Span<byte> target = stackalloc byte[100];

        Assert.Equal(expected is not null, expression.TryWrite(_request, target, out int written));
        Assert.Equal(expected ?? "", Encoding.UTF8.GetString(target[..(expected is null ? 0 : written)]));
        Assert.False(expression.TryWrite(_request, [], out _));
    }

    [Theory]
    [InlineData("1 + 2", 3)]
    [InlineData("2.1", 3)]
    [InlineData("-2.9", -2)]
    [InlineData("1e300", null)]
    [InlineData("int(request.method)", null)]
    public void TryGetNumber_rounds_up(string text, int? expected)
    {
        Assert.True(ValueExpression.TryCompileNumber(text, RequestVariables.Environment, out var expression, out var error), error?.ToString());

        Assert.Equal(expected is not null, expression.TryGetNumber(_request, out long number));
        Assert.Equal(expected ?? 0, number);
    }

    [Theory]
    [InlineData("[1]", "line 1, column 1: a key is a string, int, bool or ip, this is of type list(int)", "line 1, column 1: a number is an int or double, this is of type list(int)")]
    [InlineData("now", "line 1, column 1: a key is a string, int, bool or ip, this is of type timestamp", "line 1, column 1: a number is an int or double, this is of type timestamp")]
    [InlineData("'a'", null, "line 1, column 1: a number is an int or double, this is of type string")]
    public void TryCompile_refuses_other_types(string text, string? asKey, string? asNumber)
    {
        ValueExpression.TryCompileText(text, RequestVariables.Environment, out _, out var keyError);
        ValueExpression.TryCompileNumber(text, RequestVariables.Environment, out _, out var numberError);

        Assert.Equal((asKey, asNumber), (keyError?.ToString(), numberError?.ToString()));
    }
}
