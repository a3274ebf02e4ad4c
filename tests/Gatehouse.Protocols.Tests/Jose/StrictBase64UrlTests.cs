using System.Buffers.Text;
using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

public sealed class StrictBase64UrlTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("AA", 1)]
    [InlineData("_w", 1)]
    [InlineData("-_8", 2)]
    [InlineData("AAAA", 3)]
    [InlineData("AP-_", 3)]
    public void Decode_canonical_text_gives_bytes(string text, int length)
    {
        Assert.Equal(length, StrictBase64Url.DecodedLength(text.Length));
        Assert.Equal(length, StrictBase64Url.Decode(Encoding.ASCII.GetBytes(text))?.Length);
    }

    [Theory]
    [InlineData("A", "one character holds no byte")]
    [InlineData("AAAAA", "four and one")]
    [InlineData("AA==", "padding")]
    [InlineData("AAA=", "padding")]
    [InlineData("AA=", "padding")]
    [InlineData("=", "padding")]
    [InlineData("AB", "unused bits of two")]
    [InlineData("AI", "unused bits of two")]
    [InlineData("AAB", "unused bits of three")]
    [InlineData("AAC", "unused bits of three")]
    [InlineData("+_8", "the other alphabet")]
    [InlineData("-/8", "the other alphabet")]
    [InlineData(" AAA", "space")]
    [InlineData("AA\nAA", "line feed")]
    [InlineData("AA\r\n", "line end")]
    [InlineData("AAA\t", "tab")]
    [InlineData("AA.A", "dot")]
    [InlineData("AA\0A", "NUL")]
    [InlineData("AAé", "not ASCII")]
    public void Decode_other_text_refuses(string text, string why) => Assert.True(StrictBase64Url.Decode(Encoding.UTF8.GetBytes(text)) is null, why);

    [Fact]
    public void IsValid_accepts_exactly_what_encoding_produces()
    {
        // Of all texts of two and three characters: those that come back when decoded and encoded.
        const string Symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int accepted = 0;
        foreach (char a in Symbols)
        {
            foreach (char b in Symbols)
            {
                accepted += CountIfSame($"A{b}") * (a == 'A' ? 1 : 0);
                accepted += CountIfSame($"A{a}{b}");
            }
        }

        Assert.Equal(4 + 1024, accepted);
    }

    [Fact]
    public void TryDecode_too_small_destination_refuses() => Assert.False(StrictBase64Url.TryDecode("AAAA"u8, new byte[2], out _));

    private static int CountIfSame(string text)
    {
        byte[]? bytes = StrictBase64Url.Decode(Encoding.ASCII.GetBytes(text));
        if (bytes is not null)
        {
            Assert.Equal(text, Base64Url.EncodeToString(bytes));
        }

        return bytes is null ? 0 : 1;
    }
}
