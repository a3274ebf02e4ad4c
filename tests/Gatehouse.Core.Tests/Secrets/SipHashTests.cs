using Gatehouse.Core.Secrets;
using Xunit;

namespace Gatehouse.Core.Tests.Secrets;

public sealed class SipHashTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    /// <summary>
    /// Inputs are the bytes 0, 1, 2, …; the first lengths are vectors of the reference implementation (vectors.h, siphash-2-4-128), the
    /// longest one was computed with OpenSSL.
    /// </summary>
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    [InlineData(8, "3B62A9BA6258F5610F83E264F31497B4")]
    [InlineData(15, "5493E99933B0A8117E08EC0F97CFC3D9")]
    [InlineData(475, "F859A19F9F7CB3FDBA85A8D4FBC5BE87")]
    public void Hash_is_that_of_the_reference_implementation(int length, string expected)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        var (first, second) = SipHash.Compute(Key, data);
        byte[] hash = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(hash, first);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(8), second);
        Assert.Equal(expected, Convert.ToHexString(hash));
    }

    [Fact]
    public void Each_byte_of_key_and_data_changes_both_halves()
    {
        byte[] data = new byte[40];
        var plain = SipHash.Compute(Key, data);
        for (int i = 0; i < data.Length; i++)
        {
            data[i] ^= 1;
            AssertDiffer(plain, SipHash.Compute(Key, data));
            data[i] ^= 1;
        }

        for (int i = 0; i < Key.Length; i++)
        {
            byte[] other = [.. Key];
            other[i] ^= 1;
            AssertDiffer(plain, SipHash.Compute(other, data));
        }
    }

    private static void AssertDiffer((ulong First, ulong Second) one, (ulong First, ulong Second) other)
        => Assert.True(one.First != other.First && one.Second != other.Second);
}
