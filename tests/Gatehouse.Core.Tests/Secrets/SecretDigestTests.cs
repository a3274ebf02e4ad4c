using Gatehouse.Core.Secrets;
using Xunit;

namespace Gatehouse.Core.Tests.Secrets;

public sealed class SecretDigestTests
{
    private const string OfFoo = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    [Fact]
    public void Digest_is_the_SHA_256_of_the_secret()
    {
        Assert.Equal(OfFoo, SecretDigest.Of("foo"u8).ToString());
        Assert.True(SecretDigest.TryParse(OfFoo.ToUpperInvariant().Replace("SHA256", "sha256", StringComparison.Ordinal), out var parsed));
        Assert.True(parsed == SecretDigest.Of("foo"u8));
        Assert.True(parsed != SecretDigest.Of("fop"u8));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")]
    [InlineData("sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7a")]
    [InlineData("sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae0")]
    [InlineData("sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ag")]
    public void Other_texts_are_no_digest(string? text) => Assert.False(SecretDigest.TryParse(text, out _));

    [Fact]
    public void Keyed_digest_is_no_plain_one_and_stays_the_same_in_a_process()
    {
        Assert.True(SecretDigest.Keyed("foo"u8) == SecretDigest.Keyed("foo"u8));
        Assert.False(SecretDigest.Keyed("foo"u8) == SecretDigest.Of("foo"u8));
    }

    [Fact]
    public void Local_digest_stays_the_same_in_a_process_and_differs_with_each_byte_and_the_length()
    {
        byte[] secret = new byte[64];
        var digest = SecretDigest.Local(secret);
        Assert.True(digest == SecretDigest.Local(new byte[64]));
        Assert.False(digest == SecretDigest.Local(new byte[63]));
        Assert.False(digest == SecretDigest.Of(secret));
        for (int i = 0; i < secret.Length; i++)
        {
            secret[i] = 1;
            Assert.False(digest == SecretDigest.Local(secret));
            secret[i] = 0;
        }
    }
}
