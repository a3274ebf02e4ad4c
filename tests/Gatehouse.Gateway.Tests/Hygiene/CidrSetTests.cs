using System.Net;
using Gatehouse.Core.Validation;
using Gatehouse.Gateway.Hygiene;
using Xunit;

namespace Gatehouse.Gateway.Tests.Hygiene;

public sealed class CidrSetTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.1.2.3/8", "10.0.0.0", true)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.1.1", true)]
    [InlineData("::ffff:10.0.0.0/104", "10.1.1.1", true)]
    [InlineData("192.0.2.128/25", "192.0.2.127", false)]
    [InlineData("192.0.2.128/25", "192.0.2.255", true)]
    public void Set_contains(string block, string address, bool isIn)
    {
        Assert.True(CidrSet.TryParse([block], out var set, out _));

        Assert.Equal(isIn, set.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("::1/129")]
    [InlineData("fe80::1%eth0")]
    [InlineData("host.test")]
    public void Malformed_block_is_refused_by_name(string block)
    {
        Assert.False(CidrSet.TryParse(["10.0.0.0/8", block], out var set, out string? offender));
        Assert.Equal(block, offender);
        Assert.True(set.IsEmpty);
    }

    [Fact]
    public void Many_overlapping_blocks_answer_like_a_scan_and_allocate_nothing()
    {
        var random = new Random(7);
        string[] blocks = [.. Enumerable.Range(0, 200).Select(_ => $"10.{random.Next(4)}.{random.Next(256)}.{random.Next(256)}/{random.Next(20, 33)}")];
        Assert.True(CidrSet.TryParse(blocks, out var set, out _));
        CidrBlock[] parsed = [.. blocks.Select(b => CidrBlock.TryParse(b, out var block) ? block : default)];
        long least = long.MaxValue;
        for (int i = 0; i < 2_000; i++)
        {
            // At the edges of the blocks, where an error would show.
            var block = parsed[random.Next(parsed.Length)];
            uint edge = (uint)(random.Next(2) == 0 ? block.First : block.Last) + (uint)random.Next(3) - 1;
            var address = new IPAddress(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(edge));
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isIn = set.Contains(address);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            var value = CidrBlock.NumberOf(address, out _);
            Assert.Equal(parsed.Any(b => value >= b.First && value <= b.Last), isIn);
        }

        Assert.Equal(0, least);
    }
}
