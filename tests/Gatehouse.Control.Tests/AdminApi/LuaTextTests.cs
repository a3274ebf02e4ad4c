using System.Text.Json.Nodes;
using Gatehouse.Control.AdminApi;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public class LuaTextTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"b":"x","a":1}""", """{a=1,b="x"}""")]
    [InlineData("""{"@entity":["one","two"]}""", """{["@entity"]={"one","two"}}""")]
    [InlineData("""{"a":[null,{"b-c":true}]}""", """{a={null,{["b-c"]=true}}}""")]
    [InlineData("""{"a":"say \"hi\"\n\\"}""", """{a="say \"hi\"\n\\"}""")]
    public void Errors_are_written_as_tables(string json, string expected)
        => Assert.Equal(expected, LuaText.Of(JsonNode.Parse(json)));

    [Fact]
    public void Errors_without_end_are_cut()
        => Assert.True(LuaText.Of(new JsonArray([.. Enumerable.Range(0, 100_000).Select(static i => (JsonNode?)i)])).Length < 10_000);
}
