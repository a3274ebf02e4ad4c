using Gatehouse.Net.Channels;
using Gatehouse.Net.Channels.ProxyProtocol;
using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Channels.ProxyProtocol;

public sealed class ProxyHeaderReaderTests
{
    private static readonly byte[] Header = "PROXY TCP4 1.2.3.4 5.6.7.8 9 10\r\n"u8.ToArray();

    [Fact]
    public void Header_split_at_every_byte_leaves_what_follows_readable()
    {
        byte[] all = [.. Header, .. "GET /"u8];
        for (int split = 1; split < all.Length; split++)
        {
            using var loop = new ManualLoop();
            int at = split;
            loop.Run(async () =>
            {
                (Channel client, Channel server) = MemoryChannel.CreatePair(loop);
                ValueTask<ProxyAcceptResult> reading = ProxyHeaderReader.ReadAsync(server, 1000);
                await client.WriteAsync(all.AsMemory(0, at));
                await Task.Yield();
                await client.WriteAsync(all.AsMemory(at));
                ProxyAcceptResult result = await reading;
                Assert.Equal("1.2.3.4:9", result.Header.Source!.ToString());
                Assert.Equal("5.6.7.8:10", result.Header.Destination!.ToString());
                Assert.Equal("GET /"u8.ToArray(), await result.Channel!.ReadExactlyAsync(5));
                Assert.Equal(-2, result.Channel!.TryRead(new byte[1]));
            });
        }
    }

    [Fact]
    public void Connection_without_header_is_aborted()
    {
        using var loop = new ManualLoop();
        loop.Run(async () =>
        {
            (Channel client, Channel server) = MemoryChannel.CreatePair(loop);
            await client.WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray());
            ProxyAcceptResult result = await ProxyHeaderReader.ReadAsync(server, 1000);
            Assert.Null(result.Channel);
            Assert.Equal(ChannelFault.Aborted, server.Fault);
            Assert.Equal(-1, await client.ReadAsync(new byte[1]));
        });
    }

    [Fact]
    public void Header_that_does_not_come_in_time_aborts_the_connection()
    {
        using var loop = new ManualLoop();
        (Channel client, Channel server) = MemoryChannel.CreatePair(loop);
        Task<ProxyAcceptResult>? reading = null;
        loop.Run(() =>
        {
            reading = ProxyHeaderReader.ReadAsync(server, 1000).AsTask();
            _ = client.WriteAsync(Header.AsMemory(0, 10));
        });
        loop.Advance(900);
        Assert.False(reading!.IsCompleted);
        loop.Advance(200);
        Assert.True(reading.IsCompletedSuccessfully);
        Assert.Equal(ChannelFault.Timeout, server.Fault);
    }

    [Fact]
    public void Prefixed_channel_gives_the_prefix_first_in_pieces_of_any_size()
    {
        using var loop = new ManualLoop();
        loop.Run(async () =>
        {
            (Channel client, Channel server) = MemoryChannel.CreatePair(loop);
            var channel = new PrefixedChannel(server, "abc"u8.ToArray());
            await client.WriteAsync("def"u8.ToArray());
            Assert.Equal(0, await channel.ReadAsync(Memory<byte>.Empty));
            Assert.Equal(0, channel.TryRead([]));
            byte[] two = new byte[2];
            Assert.Equal(2, channel.TryRead(two));
            Assert.Equal("ab"u8.ToArray(), two);
            Assert.Equal("cdef"u8.ToArray(), await channel.ReadExactlyAsync(4));
            channel.Abort(ChannelFault.Timeout);
            Assert.Equal(ChannelFault.Timeout, channel.Fault);
        });
    }

    [Fact]
    public void Prefixed_channel_that_was_aborted_gives_nothing_more()
    {
        using var loop = new ManualLoop();
        loop.Run(async () =>
        {
            (Channel _, Channel server) = MemoryChannel.CreatePair(loop);
            var channel = new PrefixedChannel(server, "abc"u8.ToArray());
            channel.Abort(ChannelFault.Aborted);
            Assert.Equal(-1, await channel.ReadAsync(new byte[3]));
            Assert.Equal(-1, channel.TryRead(new byte[3]));
        });
    }
}
