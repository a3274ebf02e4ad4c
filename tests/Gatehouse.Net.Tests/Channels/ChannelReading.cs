using Gatehouse.Net.Channels;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

internal static class ChannelReading
{
    /// <summary>Reads exactly so many bytes.</summary>
    public static async Task<byte[]> ReadExactlyAsync(this Channel channel, int count)
    {
        byte[] buffer = new byte[count];
        for (int at = 0; at < count;)
        {
            int n = await channel.ReadAsync(buffer.AsMemory(at));
            Assert.True(n > 0, $"The channel ended ({n}, {channel.Fault}) after {at} of {count} bytes.");
            at += n;
        }
        return buffer;
    }

    /// <summary>Reads to the end; the fault of the channel when it did not end well.</summary>
    public static async Task<(long Bytes, ChannelFault Fault)> DrainAsync(this Channel channel)
    {
        byte[] buffer = new byte[4096];
        long total = 0;
        while (true)
        {
            int n = await channel.ReadAsync(buffer);
            if (n <= 0)
            {
                return (total, n == 0 ? ChannelFault.None : channel.Fault);
            }
            total += n;
        }
    }
}
