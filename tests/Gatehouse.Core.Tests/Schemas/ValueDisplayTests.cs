using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Core.Tests.Schemas;

/// <summary>Secrets in what is shown of values, and the marker that stands for them.</summary>
public sealed class ValueDisplayTests
{
    [Theory]
    [InlineData("http://u:p@a.test/x", "http://***@a.test/x")]
    [InlineData("http://u:p@q@a.test", "http://***@a.test")]
    [InlineData("http://u:p@a.test?x=@", "http://***@a.test?x=@")]
    [InlineData("http://a.test/x@y", "http://a.test/x@y")]
    [InlineData("http://a.test?x=@", "http://a.test?x=@")]
    [InlineData("http://a.test#@", "http://a.test#@")]
    [InlineData("u@a.test", "u@a.test")]
    [InlineData("://", "://")]
    [InlineData("", "")]
    public void User_information_of_a_url_is_hidden(string text, string shown) => Assert.Equal(shown, ValueDisplay.WithoutUserInfo(text));

    [Fact]
    public void Url_with_a_password_is_refused_without_telling_it()
    {
        var errors = new List<ConfigError>();
        SchemaValidator.Validate(RecordSchema.Of(CommonFields.Url("url")), new JsonObject { ["url"] = "http://u:sesame@a.test" })!.Collect("", errors);

        Assert.Equal(new ConfigError("url", "user information is not allowed in url", "http://***@a.test"), Assert.Single(errors));
    }

    [Fact]
    public void Marker_is_refused_where_values_are_hidden_and_nowhere_else()
    {
        var schema = RecordSchema.Of(Field.String("a").Secret(), Field.String("b").Referenceable(), Field.String("c"), Field.ArrayOf("d", Field.String("e").Secret()));
        var errors = new List<ConfigError>();
        SchemaValidator.Validate(schema, new JsonObject { ["a"] = "***", ["b"] = "***", ["c"] = "***", ["d"] = new JsonArray("x", "***") })!.Collect("", errors);

        Assert.Equal(["a", "b", "d[1]"], errors.Select(e => e.Path));
        Assert.All(errors, e => Assert.Equal(SchemaTexts.HiddenMarker, e.Message));
    }
}
