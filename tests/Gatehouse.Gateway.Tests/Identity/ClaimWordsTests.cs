using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class ClaimWordsTests
{
    [Theory]
    [InlineData("""{"a":"one two"}""", "one|two")]
    [InlineData("""{"a":"  one   two "}""", "one|two")]
    [InlineData("""{"a":""}""", "")]
    [InlineData("""{"a":"one\u0020two"}""", "one|two")]
    [InlineData("""{"a":"\u006fne"}""", "one")]
    [InlineData("""{"a":"one,two\tthree"}""", "one,two\tthree")]
    [InlineData("""{"a":["one","two words",""]}""", "one|two words|")]
    [InlineData("""{"a":["one",2,null,true,{"b":"no"},["no"],"two"]}""", "one|two")]
    [InlineData("""{"a":["\u006fne"]}""", "one")]
    [InlineData("""{"a":[]}""", "")]
    [InlineData("""{"a":7}""", "")]
    [InlineData("""{"a":{"one":"two"}}""", "")]
    [InlineData("""{"b":"one"}""", "")]
    public void Words_of_a_claim_are(string json, string words) => Assert.Equal(words, Read(json, new ClaimPath("a")));

    [Fact]
    public void Words_escaped_and_too_long_are_left_out()
        => Assert.Equal("x", Read($$"""{"a":["\u0061{{new string('b', 300)}}","x"]}""", new ClaimPath("a")));

    [Fact]
    public void Words_of_a_path_are_found_below_names_with_dots()
        => Assert.Equal("r", Read("""{"resource_access":{"my.client":{"roles":["r"]}}}""", new ClaimPath("resource_access", "my.client", "roles")));

    private static string Read(string json, ClaimPath path)
    {
        Span<byte> scratch = stackalloc byte[ClaimWords.ScratchBytes];
        var words = new ClaimWords(new JsonClaims("test", Encoding.UTF8.GetBytes(json)), path, scratch);
        var found = new List<string>();
        while (words.MoveNext())
        {
            found.Add(Encoding.UTF8.GetString(words.Current));
        }

        return string.Join('|', found);
    }
}
