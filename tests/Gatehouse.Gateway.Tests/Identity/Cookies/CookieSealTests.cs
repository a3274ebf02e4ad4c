using System.Buffers.Text;
using System.Text;
using Gatehouse.Gateway.Identity.Cookies;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Cookies;

public sealed class CookieSealTests
{
    private const long Now = 1_800_000_000;

    private static readonly byte[] Content = "the content"u8.ToArray();

    private readonly CookieSeal _seal = new("test", "a secret");

    [Fact]
    public void Sealed_content_opens_until_its_time_is_over()
    {
        byte[] text = _seal.Seal(Content, "name"u8, Now);

        Assert.Equal(CookieSeal.SealedLength(Content.Length), text.Length);
        Assert.Equal(Content, _seal.Open(text, "name"u8, Now));
        Assert.Null(_seal.Open(text, "name"u8, Now + 1));
    }

    [Fact]
    public void Sealed_text_differs_each_time_and_shows_nothing()
    {
        byte[] first = _seal.Seal(Content, "name"u8, Now), second = _seal.Seal(Content, "name"u8, Now);

        Assert.NotEqual(first, second);
        Assert.DoesNotContain("content", Encoding.Latin1.GetString(Base64Url.DecodeFromUtf8(first)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test", "a secret", "other")]
    [InlineData("test 2", "a secret", "name")]
    [InlineData("test", "another secret", "name")]
    [InlineData("test", "a secre", "name")]
    public void Text_of_another_purpose_secret_or_name_does_not_open(string purpose, string secret, string name)
        => Assert.Null(new CookieSeal(purpose, secret).Open(_seal.Seal(Content, "name"u8, Now), Encoding.ASCII.GetBytes(name), Now));

    [Fact]
    public void Text_with_any_bit_changed_does_not_open()
    {
        byte[] bytes = Base64Url.DecodeFromUtf8(_seal.Seal(Content, "name"u8, Now));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(_seal.Open(Base64Url.EncodeToUtf8(changed), "name"u8, Now));
        }
    }

    [Fact]
    public void Text_cut_anywhere_does_not_open()
    {
        byte[] text = _seal.Seal(Content, "name"u8, Now);
        for (int length = 0; length < text.Length; length++)
        {
            Assert.Null(_seal.Open(text.AsSpan(0, length), "name"u8, Now));
        }
    }

    [Theory]
    [InlineData(" {0}")]
    [InlineData("{0} ")]
    [InlineData("{0}=")]
    [InlineData("{0}==")]
    [InlineData("\"{0}\"")]
    [InlineData("{0}A")]
    [InlineData("+{0}")]
    public void Text_in_another_spelling_does_not_open(string format)
    {
        string text = Encoding.ASCII.GetString(_seal.Seal(Content, "name"u8, Now));
        Assert.Null(_seal.Open(Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, text)), "name"u8, Now));
    }

    [Fact]
    public void Replaced_secret_still_opens_and_no_longer_seals()
    {
        var replaced = new CookieSeal("test", "new", "a secret");

        Assert.Equal(Content, replaced.Open(_seal.Seal(Content, "name"u8, Now), "name"u8, Now));
        Assert.Null(_seal.Open(replaced.Seal(Content, "name"u8, Now), "name"u8, Now));
        Assert.Equal(Content, new CookieSeal("test", "new").Open(replaced.Seal(Content, "name"u8, Now), "name"u8, Now));
    }
}
