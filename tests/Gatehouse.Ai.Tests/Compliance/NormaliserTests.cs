using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Ai.Compliance.Normalising;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class NormaliserTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("１２３ ＡＢＣ", "123 ABC")]
    [InlineData("a\u200Bb\u00ADc\uFEFF", "abc")]
    [InlineData("José Müller Brzęczyszczyk", "Jose Muller Brzeczyszczyk")]
    [InlineData("e\u0301", "e")]
    [InlineData("ﬁle № ½", "file No 1/2")]
    [InlineData("١٢٣ १२३ 𝟏𝟐", "123 123 12")]
    [InlineData("pаtient", "patient")]
    [InlineData("привет", "привет")]
    [InlineData("4О8", "408")]
    [InlineData("a&amp;#64;b &lt;x&gt; &nope;", "a@b <x> &nope;")]
    [InlineData("a%2540b%40c 100%", "a@b@c 100%")]
    [InlineData("\\\\\\\"a\\\\n\\u0041\\x42 \\q", "\"a\nAB \\q")]
    [InlineData("1–2—3−4", "1-2-3-4")]
    [InlineData("\U000E0048\U000E0069", "Hi")]
    public void Text_is_written_as_recognisers_read_it(string text, string expected)
    {
        var output = new NormalisedText();
        Normaliser.Normalise(text, output);

        Assert.Equal(expected, output.Span.ToString().Replace("1\u20442", "1/2", StringComparison.Ordinal));
    }

    [Fact]
    public void Part_of_a_normalised_text_is_found_in_the_original()
    {
        const string text = "ab\u200Bc &#64; ﬁx\\u0041z";
        var output = new NormalisedText();
        Normaliser.Normalise(text, output);
        Assert.Equal("abc @ fixAz", output.Span.ToString());

        Assert.Equal("b\u200Bc", Cut(1, 3));
        Assert.Equal("&#64;", Cut(4, 5));
        Assert.Equal("ﬁ", Cut(7, 8));
        Assert.Equal("x\\u0041z", Cut(8, 11));

        string Cut(int start, int end)
        {
            var (from, length) = output.ToSource(start, end);
            return text.Substring(from, length);
        }
    }

    [Fact]
    public void Any_part_of_any_text_maps_into_the_original()
    {
        var pieces = Gen.Elements("a", "7", " ", "-", "\u200B", "ﬁ", "&#64;", "&amp;", "\\u0041", "\\\\", "\\n", "%41", "é", "𝟏", "\uD800", "٣", "а", "&", "%", "\0");
        var texts = Gen.ListOf(pieces).Select(p => string.Concat(p));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var output = new NormalisedText();
            Normaliser.Normalise(text, output);
            var previous = 0;
            for (var i = 0; i < output.Length; i++)
            {
                var (start, length) = output.ToSource(i, i + 1);
                if (start < 0 || length <= 0 || start + length > text.Length || start < previous)
                {
                    return false;
                }

                previous = start;
            }

            return output.Length == 0 || output.ToSource(0, output.Length) is var (all, size) && all >= 0 && all + size <= text.Length;
        }).QuickCheckThrowOnFailure();
    }
}
