using System.Text;
using Gatehouse.Protocols.Redis.Cluster;
using Xunit;

namespace Gatehouse.Protocols.Tests.Redis.Cluster;

public class HashSlotTests
{
    // The check value of the specification, and CRC-16/XMODEM of a few texts.
    [Theory]
    [InlineData("", 0x0000)]
    [InlineData("123456789", 0x31C3)]
    [InlineData("A", 0x58E5)]
    public void Checksum_is_the_specifications(string text, int expected)
        => Assert.Equal(expected, HashSlot.Checksum(Encoding.ASCII.GetBytes(text)));

    // What CLUSTER KEYSLOT of Redis 7.0 answers.
    [Theory]
    [InlineData("", 0)]
    [InlineData("foo", 12182)]
    [InlineData("bar", 5061)]
    [InlineData("123456789", 12739)]
    public void Slot_is_what_Redis_says(string key, int expected)
        => Assert.Equal(expected, HashSlot.Of(Encoding.UTF8.GetBytes(key)));

    // The examples of the specification, "Hash tags".
    [Theory]
    [InlineData("{user1000}.following", "user1000")]
    [InlineData("{user1000}.followers", "user1000")]
    [InlineData("foo{{bar}}zap", "{bar")]
    [InlineData("foo{bar}{zap}", "bar")]
    public void Tag_alone_is_hashed(string key, string tag)
        => Assert.Equal(HashSlot.Of(Encoding.UTF8.GetBytes("x{" + tag + "}")), HashSlot.Of(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData("foo{}{bar}")]
    [InlineData("foo{bar")]
    [InlineData("foo}bar{")]
    [InlineData("{}")]
    public void Key_without_a_tag_is_hashed_whole(string key)
        => Assert.Equal(HashSlot.Checksum(Encoding.UTF8.GetBytes(key)) % HashSlot.Count, HashSlot.Of(Encoding.UTF8.GetBytes(key)));
}
