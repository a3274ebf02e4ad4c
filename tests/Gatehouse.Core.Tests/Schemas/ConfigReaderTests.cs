using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Core.Tests.Schemas;

public sealed class ConfigReaderTests
{
    [Fact]
    public void Reader_gives_values_of_every_kind()
    {
        var reader = new ConfigReader(JsonNode.Parse("""
            {"s":"x","i":5,"whole":5.0,"big":5000000000,"n":1.5,"b":true,"l":["a",1,"b"],"is":[1,2],"m":{"k":"v"},
             "lm":{"k":["v"]},"r":{"s":"y"},"rs":[{"s":"z"}],"f":{"id":"42"},"null":null}
            """)!.AsObject());

        Assert.Equal("x", reader.GetString("s"));
        Assert.Equal((5, 5, 7), (reader.GetInt("i"), reader.GetInt("whole"), reader.GetInt("null", 7)));
        Assert.Null(reader.GetInt("big"));
        Assert.Equal(5000000000, reader.GetLong("big"));
        Assert.Equal(1.5, reader.GetNumber("n"));
        Assert.True(reader.GetBool("b", false));
        Assert.Equal(["a", "b"], reader.GetStrings("l"));
        Assert.Equal([1, 2], reader.GetInts("is"));
        Assert.Equal("v", reader.GetStringMap("m")!["k"]);
        Assert.Equal(["v"], reader.GetStringsMap("lm")!["k"]);
        Assert.Equal("y", reader.GetRecord("r").GetString("s"));
        Assert.Equal("z", reader.GetRecords("rs").Single().GetString("s"));
        Assert.Equal("42", reader.GetForeignId("f"));
        Assert.False(reader.Has("null"));
    }

    [Fact]
    public void Reader_of_nothing_gives_fallbacks()
    {
        var reader = new ConfigReader(null).GetRecord("missing");

        Assert.Equal("d", reader.GetString("x", "d"));
        Assert.Null(reader.GetStrings("x"));
        Assert.Empty(reader.GetRecords("x"));
    }
}
