using System.Security.Cryptography;
using Gatehouse.Net.Channels;
using Xunit;

namespace Gatehouse.Net.Tests.Channels;

/// <summary>What every channel does, whatever carries it.</summary>
public sealed class ChannelSuiteTests
{
    private const int Large = 5_000_000;

    public static TheoryData<string> Kinds => ChannelWorld.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public Task Echo_of_large_data_with_a_slow_reader_returns_every_byte(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        byte[] data = RandomNumberGenerator.GetBytes(Large);
        Task echo = EchoAsync(server);
        Task<byte[]> answer = client.ReadExactlyAsync(Large);
        Assert.True(await client.WriteAsync(data));
        Assert.Equal(data, await answer);
        await client.ShutdownAsync();
        await echo;
        Assert.Equal(0, await client.ReadAsync(new byte[1]));
        client.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Write_without_reader_waits_and_ends_when_somebody_reads(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        ValueTask<bool> write = client.WriteAsync(new byte[world.MoreThanFits]);
        Assert.False(write.IsCompleted);
        Task<byte[]> read = server.ReadExactlyAsync(world.MoreThanFits);
        Assert.True(await write);
        await read;
        client.Close();
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Half_close_ends_reads_of_the_peer_and_its_writes_still_arrive(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        await client.WriteAsync("question"u8.ToArray());
        await client.ShutdownAsync();
        Assert.Equal("question"u8.ToArray(), await server.ReadExactlyAsync(8));
        Assert.Equal(0, await server.ReadAsync(new byte[8]));
        Assert.Equal(0, await server.ReadAsync(new byte[8]));
        Assert.True(await server.WriteAsync("answer"u8.ToArray()));
        Assert.Equal("answer"u8.ToArray(), await client.ReadExactlyAsync(6));
        await server.ShutdownAsync();
        Assert.Equal(0, await client.ReadAsync(new byte[8]));
        Assert.Equal(ChannelFault.None, client.Fault);
        client.Close();
        server.Close();
    });

    // Of System.Net.Sockets nothing is learnt without a read under way.
    [Theory, InlineData("epoll"), InlineData("memory"), InlineData("tls-memory"), InlineData("tls-epoll")]
    public Task Reset_of_the_peer_is_told_while_nobody_reads_or_writes(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        var told = new TaskCompletionSource();
        server.PeerReset = told.SetResult;
        client.Abort(ChannelFault.Aborted);
        await told.Task;
        Assert.Equal(-1, await server.ReadAsync(new byte[1]));
        server.Close();
    });

    [Theory, InlineData("epoll"), InlineData("memory"), InlineData("tls-memory"), InlineData("tls-epoll")]
    public Task End_of_the_peer_is_told_while_nobody_reads_and_bytes_before_it_stay(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        var told = new TaskCompletionSource();
        server.PeerEnded = told.SetResult;
        Assert.False(server.HasPeerEnded);
        await client.WriteAsync("question"u8.ToArray());
        await client.ShutdownAsync();
        await told.Task;
        Assert.True(server.HasPeerEnded);
        Assert.Equal("question"u8.ToArray(), await server.ReadExactlyAsync(8));
        Assert.Equal(0, await server.ReadAsync(new byte[1]));
        Assert.True(await server.WriteAsync("answer"u8.ToArray()));
        Assert.Equal("answer"u8.ToArray(), await client.ReadExactlyAsync(6));
        client.Close();
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Half_close_of_the_peer_is_no_reset(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        bool told = false;
        server.PeerReset = () => told = true;
        await client.ShutdownAsync();
        Assert.Equal(0, await server.ReadAsync(new byte[1]));
        Assert.True(await server.WriteAsync("answer"u8.ToArray()));
        Assert.Equal("answer"u8.ToArray(), await client.ReadExactlyAsync(6));
        Assert.False(told);
        client.Close();
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Abort_fails_the_pending_read_and_write_with_its_fault(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        ValueTask<int> read = client.ReadAsync(new byte[10]);
        ValueTask<bool> write = client.WriteAsync(new byte[world.MoreThanFits]);
        Assert.False(read.IsCompleted);
        Assert.False(write.IsCompleted);
        client.Abort(ChannelFault.Timeout);
        client.Abort(ChannelFault.Reset);
        client.Close();
        Assert.Equal(-1, await read);
        Assert.False(await write);
        Assert.Equal(ChannelFault.Timeout, client.Fault);
        Assert.Equal(-1, await client.ReadAsync(new byte[10]));
        Assert.Equal(-1, client.TryRead(new byte[10]));
        Assert.False(await client.WriteAsync(new byte[10]));
        server.Abort(ChannelFault.Aborted);
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Abort_appears_at_the_peer_as_a_reset(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        await client.WriteAsync(new byte[1]);
        await server.ReadExactlyAsync(1);
        ValueTask<int> pending = server.ReadAsync(new byte[10]);
        client.Abort(ChannelFault.Aborted);
        Assert.Equal(-1, await pending);
        Assert.Equal(ChannelFault.Reset, server.Fault);
        Assert.False(await server.WriteAsync(new byte[10]));
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Close_fails_pending_operations_as_aborted_and_the_peer_sees_the_end(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        ValueTask<int> read = client.ReadAsync(new byte[10]);
        client.Close();
        client.Close();
        Assert.Equal(-1, await read);
        Assert.Equal(ChannelFault.Aborted, client.Fault);
        Assert.Equal(0, await server.ReadAsync(new byte[10]));
        Assert.Equal(ChannelFault.None, server.Fault);
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Close_without_pending_operations_is_no_fault(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        client.Close();
        Assert.Equal(ChannelFault.None, client.Fault);
        Assert.Equal(0, await server.ReadAsync(new byte[10]));
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Empty_read_waits_and_consumes_nothing(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        for (int round = 0; round < 3; round++)
        {
            ValueTask<int> idle = server.ReadAsync(Memory<byte>.Empty);
            Assert.False(idle.IsCompleted);
            await client.WriteAsync("abc"u8.ToArray());
            Assert.Equal(0, await idle);
            Assert.Equal(0, await server.ReadAsync(Memory<byte>.Empty));
            Assert.Equal("a"u8.ToArray(), await server.ReadExactlyAsync(1));
            Assert.Equal("bc"u8.ToArray(), await server.ReadExactlyAsync(2));
        }
        ValueTask<int> last = server.ReadAsync(Memory<byte>.Empty);
        await client.ShutdownAsync();
        Assert.Equal(0, await last);
        Assert.Equal(0, await server.ReadAsync(new byte[1]));
        client.Close();
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task TryRead_never_waits_and_loses_nothing(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        Assert.Equal(-2, server.TryRead(new byte[10]));
        Assert.Equal(-2, server.TryRead(new byte[10]));
        ValueTask<int> read = server.ReadAsync(new byte[10]);
        await client.WriteAsync(new byte[4]);
        Assert.Equal(4, await read);
        await client.WriteAsync(new byte[7]);
        await server.ReadAsync(Memory<byte>.Empty);
        byte[] buffer = new byte[5];
        Assert.Equal(5, server.TryRead(buffer));
        Assert.Equal(2, server.TryRead(buffer));
        Assert.Equal(-2, server.TryRead(buffer));
        client.Close();
        Assert.Equal(0, await server.ReadAsync(Memory<byte>.Empty));
        Assert.Equal(0, server.TryRead(buffer));
        server.Close();
    });

    [Theory, MemberData(nameof(Kinds))]
    public Task Many_connections_at_once_keep_their_bytes_apart(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        var conversations = new List<Task>();
        for (int i = 0; i < 100; i++)
        {
            (Channel client, Channel server) = await world.PairAsync();
            conversations.Add(EchoAsync(server));
            conversations.Add(AssertTalksAsync(client, (byte)i));
        }
        await Task.WhenAll(conversations);
    });

    [Theory]
    [InlineData("epoll")]
    [InlineData("portable")]
    [InlineData("memory")]
    public Task A_peer_that_always_has_data_does_not_keep_the_loop_from_others(string kind) => ChannelWorld.RunAsync(kind, async world =>
    {
        (Channel client, Channel server) = await world.PairAsync();
        bool turn = false;
        await client.WriteAsync(new byte[4096]);
        world.Loop.Post(_ => turn = true, null);
        byte[] one = new byte[1];
        for (int i = 0; i < 4096 && !turn; i++)
        {
            Assert.Equal(1, await server.ReadAsync(one));
        }
        Assert.True(turn, "4096 reads in a row without a turn of the loop.");
        client.Close();
        server.Close();
    });

    private static async Task EchoAsync(Channel channel)
    {
        byte[] buffer = new byte[10_000];
        for (int n; (n = await channel.ReadAsync(buffer)) > 0;)
        {
            Assert.True(await channel.WriteAsync(buffer.AsMemory(0, n)));
        }
        await channel.ShutdownAsync();
        channel.Close();
    }

    private static async Task AssertTalksAsync(Channel channel, byte mark)
    {
        byte[] message = Enumerable.Repeat(mark, 3000).ToArray();
        for (int round = 0; round < 10; round++)
        {
            Assert.True(await channel.WriteAsync(message));
            Assert.Equal(message, await channel.ReadExactlyAsync(message.Length));
        }
        await channel.ShutdownAsync();
        Assert.Equal(0, await channel.ReadAsync(new byte[1]));
        channel.Close();
    }
}
