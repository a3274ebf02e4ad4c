using System.Text;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose.Json;

public sealed class StrictJsonTests
{
    private const int Depth = 8;
    private const int Values = 512;

    [Theory]
    [InlineData("", JoseError.JsonMalformed)]
    [InlineData(" ", JoseError.JsonMalformed)]
    [InlineData("{", JoseError.JsonMalformed)]
    [InlineData("}", JoseError.JsonMalformed)]
    [InlineData("{}{}", JoseError.JsonMalformed)]
    [InlineData("{} x", JoseError.JsonMalformed)]
    [InlineData("{}\0", JoseError.JsonMalformed)]
    [InlineData("\0{}", JoseError.JsonMalformed)]
    [InlineData("\uFEFF{}", JoseError.JsonMalformed)]
    [InlineData("""{"a":"\0"}""", JoseError.JsonMalformed)]
    [InlineData("{\"a\":\"\0\"}", JoseError.JsonMalformed)]
    [InlineData("{\"a\":\"x\ny\"}", JoseError.JsonMalformed)]
    [InlineData("""{"a":"\ud800"}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":"\udc00\ud800"}""", JoseError.JsonMalformed)]
    [InlineData("""{"\ud800":1}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":1,}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":[1,]}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":1 /* */}""", JoseError.JsonMalformed)]
    [InlineData("""{'a':1}""", JoseError.JsonMalformed)]
    [InlineData("""{a:1}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":01}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":+1}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":.5}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":1.}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":NaN}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":Infinity}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":0x10}""", JoseError.JsonMalformed)]
    [InlineData("""{"a":TRUE}""", JoseError.JsonMalformed)]
    [InlineData("[]", JoseError.JsonNotAnObject)]
    [InlineData("null", JoseError.JsonNotAnObject)]
    [InlineData("\"{}\"", JoseError.JsonNotAnObject)]
    [InlineData("1", JoseError.JsonNotAnObject)]
    [InlineData("""{"a":1e999999}""", JoseError.JsonNumber)]
    [InlineData("""{"a":1e309}""", JoseError.JsonNumber)]
    [InlineData("""{"a":-1E+999}""", JoseError.JsonNumber)]
    [InlineData("""{"a":1e-9999999999}""", JoseError.JsonNumber)]
    [InlineData("""{"a":[{"b":1e99999}]}""", JoseError.JsonNumber)]
    [InlineData("""{"a":11111111112222222222333333333344444444445555555555666666666677777}""", JoseError.JsonNumber)]
    [InlineData("""{"a":1,"a":2}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"a":1,"b":2,"a":1}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"a":1,"\u0061":2}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"\u0061lg":1,"alg":2}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"é":1,"\u00e9":2}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"":1,"":2}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"x":{"a":1,"a":2}}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"x":[1,{"y":{"a":1,"a":2}}]}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"a":{"b":1},"a":{"c":1}}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"a":1}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"a":[[[[[[[[1]]]]]]]]}""", JoseError.JsonTooDeep)]
    public void TryRead_bad_text_says_why(string text, JoseError expected) => Assert.Equal(expected, Read(text, out _));

    [Theory]
    [InlineData("{}")]
    [InlineData(" \r\n\t{ } ")]
    [InlineData("""{"a":1,"A":2,"a ":3,"a\u0000":4}""")]
    [InlineData("""{"a":{"a":{"a":1}},"b":{"a":1}}""")]
    [InlineData("""{"a":-0,"b":1E5,"c":1e-300,"d":1.5e+308,"e":0.1}""")]
    [InlineData("""{"a":[[[[[[[1]]]]]]]}""")]
    [InlineData("""{"a":"\ud83d\ude00"}""")]
    public void TryRead_good_text_is_read(string text) => Assert.Equal(JoseError.None, Read(text, out _));

    [Theory]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void TryRead_string_that_is_not_utf8_is_refused(byte[] bytes)
    {
        byte[] text = [.. "{\"a\":\""u8, .. bytes, .. "\"}"u8];
        Assert.False(JsonTree.TryRead(text, Depth, Values, out _, out var error));
        Assert.Equal(JoseError.JsonNotUtf8, error);
    }

    [Fact]
    public void TryRead_other_unicode_encoding_is_refused() =>
        Assert.All(
            new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 },
            encoding => Assert.False(JsonTree.TryRead(encoding.GetBytes("{\"a\":1}"), Depth, Values, out _, out _)));

    [Fact]
    public void TryRead_too_many_values_is_refused()
    {
        string Numbers(int count) => $"{{\"a\":[{string.Join(',', Enumerable.Repeat(1, count))}]}}";

        Assert.Equal(JoseError.None, Read(Numbers(Values - 2), out _));
        Assert.Equal(JoseError.JsonTooManyValues, Read(Numbers(Values - 1), out _));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(130)]
    [InlineData(400)]
    public void TryRead_many_members_finds_the_one_duplicate(int count)
    {
        // Both ways of looking, with and without hashing, and both places of its slots.
        string Members(IEnumerable<int> names) => $"{{\"x\":{{{string.Join(',', names.Select(i => $"\"n{i}\":{{\"y\":{i}}}"))}}}}}";
        bool Refused(string text) => !JsonTree.TryRead(Encoding.UTF8.GetBytes(text), Depth, 4096, out _, out var error) && error == JoseError.JsonDuplicateMember;

        Assert.False(Refused(Members(Enumerable.Range(0, count))));
        Assert.True(Refused(Members(Enumerable.Range(0, count).Append(0))));
        Assert.True(Refused(Members(Enumerable.Range(0, count).Append(count - 1))));
        Assert.True(Refused(Members(Enumerable.Range(0, count).Prepend(count / 2))));
    }

    [Fact]
    public void Values_are_found_without_their_escapes()
    {
        Assert.Equal(JoseError.None, Read("""{"a\u0062":"x\n\u00e9\ud83d\ude00\/","n":[1,-2.5e1,"s",true,false,null,{"k":"v"}],"e":{}}""", out var tree));
        var root = tree!.Root;

        Assert.Equal("x\né😀/", root["ab"u8].GetString());
        Assert.Equal(["ab", "n", "e"], Names(root));
        Assert.Equal(
            [JsonKind.Number, JsonKind.Number, JsonKind.String, JsonKind.True, JsonKind.False, JsonKind.Null, JsonKind.Object],
            Kinds(root["n"u8]));
        Assert.Equal(7, root["n"u8].Values.Count());
        Assert.True(root["n"u8].HasString("s"u8));
        Assert.False(root["n"u8].HasString("v"u8));
        Assert.False(root["n"u8].HasString("1"u8));
        Assert.Equal(0, root["e"u8].Values.Count());
    }

    [Fact]
    public void Numbers_are_given_as_what_they_are()
    {
        Assert.Equal(JoseError.None, Read("""{"i":9223372036854775807,"o":9223372036854775808,"f":1.5,"x":1e2,"s":"1"}""", out var tree));
        var root = tree!.Root;

        Assert.True(root["i"u8].TryGetInt64(out long i) && i == long.MaxValue);
        Assert.False(root["o"u8].TryGetInt64(out _));
        Assert.False(root["f"u8].TryGetInt64(out _));
        Assert.True(root["f"u8].TryGetDouble(out double f) && f == 1.5);
        Assert.True(root["x"u8].TryGetDouble(out double x) && x == 100);
        Assert.False(root["s"u8].TryGetInt64(out _));
        Assert.False(root["s"u8].TryGetDouble(out _));
    }

    [Fact]
    public void Missing_values_answer_everything_with_nothing()
    {
        Assert.Equal(JoseError.None, Read("""{"a":1}""", out var tree));
        foreach (var missing in new[] { default, tree!.Root["b"u8], tree.Root["a"u8]["b"u8] })
        {
            Assert.Equal(JsonKind.Missing, missing.Kind);
            Assert.False(missing.Exists);
            Assert.Null(missing.GetString());
            Assert.True(missing.Name.IsEmpty && missing.Utf8.IsEmpty);
            Assert.False(missing["x"u8].Exists);
            Assert.False(missing.HasString(""u8));
            Assert.False(missing.TryGetInt64(out _));
            Assert.Equal(0, missing.Values.Count());
        }
    }

    private static JoseError Read(string text, out JsonTree? tree)
    {
        JsonTree.TryRead(Encoding.UTF8.GetBytes(text), Depth, Values, out tree, out var error);
        return error;
    }

    private static List<string> Names(JsonValue container)
    {
        var names = new List<string>();
        foreach (var value in container.Values)
        {
            names.Add(Encoding.UTF8.GetString(value.Name));
        }

        return names;
    }

    private static List<JsonKind> Kinds(JsonValue container)
    {
        var kinds = new List<JsonKind>();
        foreach (var value in container.Values)
        {
            kinds.Add(value.Kind);
        }

        return kinds;
    }
}
