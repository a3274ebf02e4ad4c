using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>What messages tell people to do.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("servces: []", "servces: unknown field; did you mean 'services'?")]
    [InlineData("_defaults: {a: 1}", "_defaults: unknown field; what only anchors need stands in the list '_ignore'")]
    [InlineData("zzzzzzzzzzzz: 1", "zzzzzzzzzzzz: unknown field")]
    [InlineData(
        "consumers: [{username: c, plugins: [{name: key-auth}]}]",
        "consumers[0].plugins[0].consumer: value must be null; plugin 'key-auth' cannot be bound to a consumer: move it to where it can")]
    public void Error_says_what_to_do(string body, string expected)
        => Assert.Equal(expected, Assert.Single(Loading.Load(Loading.V3(body)).Errors).ToString());
}
