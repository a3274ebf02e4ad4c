using System.Globalization;
using System.Text;
using Gatehouse.Core.Expressions;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

/// <summary>Runs the samples of the reference page and compares its tables with the code.</summary>
public sealed class ExpressionReferenceTests
{
    private const string Page = "docs/reference/expressions.md";

    public static TheoryData<string, string> Samples
    {
        get
        {
            var samples = new TheoryData<string, string>();
            bool isCode = false;
            foreach (string line in File.ReadLines(RepositoryRoot.Combine(Page)))
            {
                isCode = line.StartsWith("```", StringComparison.Ordinal) ? line == "```cel" : isCode;
                int comment = line.LastIndexOf("// ", StringComparison.Ordinal);
                if (isCode && comment > 0)
                {
                    samples.Add(line[..comment], line[(comment + 3)..]);
                }
            }

            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_comes_to_what_the_page_says(string text, string result)
    {
        string actual = Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error)
            ? expression.Evaluate(new FakeRequest()).ToString()
            : $"refused: {error.Message}";

        Assert.Equal(result, actual);
    }

    [Fact]
    public void Page_has_samples() => Assert.InRange(Samples.Count, 30, int.MaxValue);

    [Fact]
    public void Page_lists_the_variables()
    {
        var table = new StringBuilder("| Variable | Type | May be missing | |\n|---|---|---|---|\n");
        foreach (var variable in RequestVariables.Environment.Variables)
        {
            bool isList = variable.Type.Kind == ExpressionKind.List;
            table.Append(CultureInfo.InvariantCulture, $"| `{variable.Path}` | `{variable.Type}` | {(variable.IsAlwaysThere || isList ? "no" : "yes")} | {variable.Description} |\n");
        }

        Assert.Equal(table.ToString(), GeneratedBlock.Read(Page, "variables", table.ToString()));
    }

    [Fact]
    public void Page_lists_the_errors()
        => Assert.Equal(
            Enum.GetValues<ExpressionFault>().Skip(1).Select(ExpressionResult.NameOf),
            DocumentTable.Read(Page, "errors").Select(r => r[0]));

    [Theory]
    [InlineData(nameof(ExpressionLimits.MaxLength), ExpressionLimits.MaxLength)]
    [InlineData(nameof(ExpressionLimits.MaxDepth), ExpressionLimits.MaxDepth)]
    [InlineData(nameof(ExpressionLimits.MaxNodes), ExpressionLimits.MaxNodes)]
    [InlineData(nameof(ExpressionLimits.MaxMacroDepth), ExpressionLimits.MaxMacroDepth)]
    [InlineData(nameof(ExpressionLimits.MaxWork), ExpressionLimits.MaxWork)]
    [InlineData(nameof(ExpressionLimits.MaxScratch), ExpressionLimits.MaxScratch)]
    [InlineData(nameof(ExpressionLimits.MaxMatchedText), ExpressionLimits.MaxMatchedText)]
    public void Page_lists_the_limits(string name, int value)
        => Assert.Equal(value.ToString(CultureInfo.InvariantCulture), DocumentTable.Read(Page, "limits").Single(r => r[0] == name)[1]);
}
