using Gatehouse.Gateway.Limits;
using Xunit;

namespace Gatehouse.Gateway.Tests.Limits;

public sealed class LimitKeysTests
{
    // vectors.h of the SipHash reference code: key 00 01 … 0f, input 00 01 …
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    public void Of_reference_vectors(int length, string expected)
    {
        byte[] bytes = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

        var key = new LimitKeys(bytes).Of(bytes.AsSpan(0, length));

        byte[] written = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(written, key);
        Assert.Equal(expected, Convert.ToHexStringLower(written));
    }

    [Fact]
    public void Shared_is_the_same_for_the_same_words_only()
    {
        Assert.Equal(LimitKeys.Shared("a").Of("x"u8), LimitKeys.Shared("a").Of("x"u8));
        Assert.NotEqual(LimitKeys.Shared("a").Of("x"u8), LimitKeys.Shared("b").Of("x"u8));
        Assert.NotEqual(LimitKeys.Random().Of("x"u8), LimitKeys.Random().Of("x"u8));
    }

    [Fact]
    public void Of_every_length_and_byte_matters()
    {
        var keys = LimitKeys.Random();
        var seen = new HashSet<UInt128>();
        for (int length = 0; length < 40; length++)
        {
            Assert.True(seen.Add(keys.Of(new byte[length])));
            for (int i = 0; i < length; i++)
            {
                byte[] input = new byte[length];
                input[i] = 1;
                Assert.True(seen.Add(keys.Of(input)));
            }
        }
    }
}
