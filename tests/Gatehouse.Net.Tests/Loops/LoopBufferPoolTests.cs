using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Loops;

public sealed class LoopBufferPoolTests
{
    [Theory]
    [InlineData(0, 512)]
    [InlineData(1, 512)]
    [InlineData(512, 512)]
    [InlineData(513, 1024)]
    [InlineData(4096, 4096)]
    [InlineData(65536, 65536)]
    public void Rent_gives_the_next_power_of_two(int wanted, int expected)
        => Assert.Equal(expected, LoopBufferPool.Instance.Rent(wanted).Length);

    [Fact]
    public void Return_makes_as_many_buffers_available_as_were_out()
    {
        byte[][] rented = [.. Enumerable.Range(0, 100).Select(_ => LoopBufferPool.Instance.Rent(16 * 1024))];
        foreach (byte[] buffer in rented)
        {
            LoopBufferPool.Instance.Return(buffer);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rented.Length; i++)
        {
            rented[i] = LoopBufferPool.Instance.Rent(16 * 1024);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(rented.Length, rented.Distinct().Count());
    }

    [Fact]
    public void Return_of_a_foreign_array_is_refused()
        => Assert.Throws<ArgumentException>(() => LoopBufferPool.Instance.Return(new byte[1000]));

    [Fact]
    public void Rent_above_the_largest_size_still_works()
    {
        byte[] buffer = LoopBufferPool.Instance.Rent(1_000_000);
        Assert.True(buffer.Length >= 1_000_000);
        LoopBufferPool.Instance.Return(buffer);
    }
}
