using Gatehouse.Core.Expressions;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

public sealed class ExpressionLimitTests
{
    [Theory]
    [InlineData("||")]
    [InlineData("&&")]
    public void TryCompile_row_of_conditions_is_one_level(string symbol)
        => Assert.Null(ErrorOf(string.Join(symbol, Enumerable.Repeat("true", 500))));

    [Fact]
    public void TryCompile_takes_what_CEL_demands_of_implementations()
    {
        Assert.Null(ErrorOf(string.Concat(Enumerable.Repeat("(", 32)) + "true" + string.Concat(Enumerable.Repeat(")", 32))));
        Assert.Null(ErrorOf(string.Join(" + ", Enumerable.Repeat("1", 33)) + " == 33"));
        Assert.Null(ErrorOf("claims" + string.Concat(Enumerable.Repeat(".a", 33)) + " == 1"));
        Assert.Null(ErrorOf("claims" + string.Concat(Enumerable.Repeat("[0]", 33)) + " == 1"));
        Assert.Null(ErrorOf($"1 in [{string.Join(",", Enumerable.Range(0, 32))}]"));
        Assert.Null(ErrorOf(string.Concat(Enumerable.Repeat("true ? true : ", 32)) + "true"));
    }

    [Theory]
    [InlineData("(", "true", ")", 64)]
    [InlineData("!", "true", "", 64)]
    [InlineData("", "claims", ".a", 64)]
    [InlineData("- ", "claims.a", "", 64)]
    [InlineData("[", "1", "]", 64)]
    [InlineData("true ? true : ", "true", "", 64)]
    [InlineData("size(", "''", ")", 64)]
    [InlineData("1 + ", "1", "", 64)]
    public void TryCompile_deeper_than_allowed_is_refused(string before, string core, string behind, int times)
    {
        // Far beyond, too: the text must not become the stack of the parser.
        foreach (int count in (ReadOnlySpan<int>)[times + 1, ExpressionLimits.MaxLength / (before.Length + behind.Length) - core.Length])
        {
            string text = string.Concat(Enumerable.Repeat(before, count)) + core + string.Concat(Enumerable.Repeat(behind, count));
            Assert.Equal($"the expression is nested deeper than {ExpressionLimits.MaxDepth} levels", ErrorOf(text)?.Message);
        }
    }

    [Fact]
    public void TryCompile_longer_than_allowed_is_refused()
    {
        Assert.Null(ErrorOf("true" + new string(' ', ExpressionLimits.MaxLength - 4)));
        Assert.Equal("line 1, column 1: the expression is longer than 4096 characters", ErrorOf("true" + new string(' ', ExpressionLimits.MaxLength - 3))?.ToString());
    }

    [Fact]
    public void TryCompile_more_parts_than_allowed_is_refused()
    {
        Assert.Null(ErrorOf($"1 in [{string.Join(",", Enumerable.Repeat("1", ExpressionLimits.MaxNodes - 3))}]"));
        Assert.Equal("the expression has more than 1024 parts", ErrorOf($"1 in [{string.Join(",", Enumerable.Repeat("1", ExpressionLimits.MaxNodes - 2))}]")?.Message);
    }

    [Fact]
    public void TryCompile_more_macros_inside_each_other_than_allowed_is_refused()
    {
        Assert.Null(ErrorOf(Nested(4)));
        Assert.Equal("more than 4 'exists' or 'all' inside each other", ErrorOf(Nested(5))?.Message);
    }

    [Theory]
    [InlineData(3, "true")]
    [InlineData(4, "error: budget")]
    public void Evaluate_nested_loops_end_with_the_budget(int depth, string result)
    {
        // 30 to the power of the depth, times the four steps of each round: 108,000 fit, 3,240,000 do not.
        string list = $"[{string.Join(",", Enumerable.Range(0, 30))}]";
        string text = string.Concat(Enumerable.Range(0, depth).Select(i => $"{list}.all(x{i}, ")) + "x0 >= 0" + new string(')', depth);

        Assert.Equal(result, Evaluate(text, new FakeRequest()));
    }

    [Fact]
    public void Evaluate_exhausted_budget_is_an_error_whatever_the_rest_comes_to()
    {
        string list = $"[{string.Join(",", Enumerable.Range(0, 30))}]";
        string loops = string.Concat(Enumerable.Range(0, 4).Select(i => $"{list}.all(x{i}, ")) + "x0 >= 0" + new string(')', 4);

        Assert.Equal("error: budget", Evaluate($"{loops} || true", new FakeRequest()));
        Assert.Equal("error: budget", Evaluate($"!({loops} && false)", new FakeRequest()));
    }

    [Theory]
    [InlineData(2_000, "true")]
    [InlineData(16_385, "error: budget")]
    public void Evaluate_long_text_of_a_pattern_is_bounded(int length, string result)
        => Assert.Equal(result, Evaluate("request.path.matches('a$') || false", new FakeRequest().With(RequestVariable.RequestPath, new string('a', length))));

    [Fact]
    public void Evaluate_costly_pattern_ends_with_the_budget()
        => Assert.Equal("error: budget", Evaluate(
            "request.path.matches('(a?){200}a{200}$')", new FakeRequest().With(RequestVariable.RequestPath, new string('a', 8_000))));

    [Fact]
    public void Evaluate_costly_search_ends_with_the_budget()
        => Assert.Equal("error: budget", Evaluate(
            "request.path.contains(request.host)",
            new FakeRequest().With(RequestVariable.RequestPath, new string('a', 16_000)).With(RequestVariable.RequestHost, new string('a', 8_000) + "b")));

    [Theory]
    [InlineData(16_384, "true")]
    [InlineData(16_385, "error: budget")]
    public void Evaluate_text_that_is_made_is_bounded(int length, string result)
        => Assert.Equal(result, Evaluate("request.path.lowerAscii() != '' || true", new FakeRequest().With(RequestVariable.RequestPath, new string('A', length))));

    [Fact]
    public void Evaluate_text_made_in_a_loop_is_given_back()
    {
        string roles = string.Join(",", Enumerable.Repeat($"\"{new string('A', 1000)}\"", 100));

        Assert.Equal("true", Evaluate("claims.roles.all(r, r.lowerAscii().startsWith('a'))", new FakeRequest().WithClaims($"{{\"roles\":[{roles}]}}")));
    }

    [Fact]
    public void Evaluate_large_claims_end_with_the_budget()
    {
        string claims = $"{{\"pad\":\"{new string('x', 60_000)}\",\"a\":1}}";
        string text = string.Join(" && ", Enumerable.Repeat("claims.a == 1", 5));

        Assert.Equal("true", Evaluate(text, new FakeRequest().WithClaims(claims)));
        Assert.Equal("error: budget", Evaluate($"{text} && {text}", new FakeRequest().WithClaims(claims)));
    }

    private static string Nested(int depth)
        => string.Concat(Enumerable.Range(0, depth).Select(i => $"[1].exists(x{i}, ")) + "true" + new string(')', depth);

    private static ExpressionError? ErrorOf(string text)
        => Expression.TryCompile(text, RequestVariables.Environment, out _, out var error) ? null : error;

    private static string Evaluate(string text, FakeRequest request)
    {
        Assert.True(Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error), error?.ToString());
        return expression.Evaluate(request).ToString();
    }
}
